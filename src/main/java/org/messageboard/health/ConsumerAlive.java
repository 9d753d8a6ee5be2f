package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.messageboard.projection.MessageConsumer;

/**
 * The consumer's channel has not ended. A consumer that fails joins again by itself, so this does
 * not happen but for a fault that only a restart of the server helps against.
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
    var ended = consumer.ended();
    var check = HealthCheckResponse.named("consumer").status(!ended);
    if (ended && details) {
      check.withData("reason", "The consumer ended. Restart the server: nothing is lost.");
    }
    return check.build();
  }
}
