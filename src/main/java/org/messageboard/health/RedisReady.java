package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.redis.RedisConnections;
import org.messageboard.settings.Switches;

/** Redis answers and accepts writes. */
@Readiness
@ApplicationScoped
public class RedisReady implements HealthCheck {

  @Inject RedisConnections connections;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("redis");
    var refusal = connections.writeRefusal();
    refusal
        .filter(reason -> switches.healthDetails())
        .ifPresent(reason -> check.withData("reason", reason));
    return check.status(refusal.isEmpty()).build();
  }
}
