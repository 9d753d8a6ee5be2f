package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("consumer");
    consumer.ended().ifPresent(reason -> check.withData("reason", reason));
    return check.status(consumer.ended().isEmpty()).build();
  }
}
