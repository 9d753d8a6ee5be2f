package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.projection.MessageConsumer;

/** Records of the topic come in, on a server that is to consume them. */
@Readiness
@ApplicationScoped
public class ConsumerReady implements HealthCheck {

  @Inject MessageConsumer consumer;

  @Inject
  @ConfigProperty(name = "consumer.enabled")
  boolean enabled;

  @Inject
  @ConfigProperty(name = "health.details")
  boolean details;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("consumer");
    if (details) {
      check.withData("enabled", enabled);
    }
    return check.status(!enabled || consumer.delivering()).build();
  }
}
