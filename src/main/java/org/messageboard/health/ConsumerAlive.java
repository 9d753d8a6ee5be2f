package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.messageboard.projection.MessageConsumer;
import org.messageboard.settings.Switches;

/**
 * The consumer's channel has not ended. A failing consumer joins its group again by itself, so the
 * channel ends only because of a fault that a restart cures.
 */
@Liveness
@ApplicationScoped
public class ConsumerAlive implements HealthCheck {

  @Inject MessageConsumer consumer;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var ended = consumer.ended();
    var check = HealthCheckResponse.named("consumer").status(!ended);
    if (ended && switches.healthDetails()) {
      check.withData("reason", "The consumer ended. Restart the server: nothing is lost.");
    }
    return check.build();
  }
}
