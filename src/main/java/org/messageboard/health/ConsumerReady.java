package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.projection.MessageConsumer;
import org.messageboard.settings.Switches;

/** The consumer receives records, on a server that has one. */
@Readiness
@ApplicationScoped
public class ConsumerReady implements HealthCheck {

  @Inject MessageConsumer consumer;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("consumer");
    if (switches.healthDetails()) {
      check.withData("enabled", switches.consumer());
    }
    return check.status(!switches.consumer() || consumer.delivering()).build();
  }
}
