package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.messageboard.projection.MessageConsumer;

/**
 * The connector has not ended the consumer's channel. It does so at an error it cannot recover
 * from, and then only a restart of the server helps.
 */
@Liveness
@ApplicationScoped
public class ConsumerAlive implements HealthCheck {

  @Inject MessageConsumer consumer;

  @Inject
  @ConfigProperty(name = "health.details")
  boolean details;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("consumer");
    var ended = consumer.ended();
    ended.filter(reason -> details).ifPresent(reason -> check.withData("reason", reason));
    return check.status(ended.isEmpty()).build();
  }
}
