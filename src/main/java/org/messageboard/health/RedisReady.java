package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.redis.RedisConnections;

/** Redis answers, and would take a write. */
@Readiness
@ApplicationScoped
public class RedisReady implements HealthCheck {

  @Inject RedisConnections connections;

  @Inject
  @ConfigProperty(name = "health.details")
  boolean details;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("redis");
    var refusal = connections.writeRefusal();
    refusal.filter(reason -> details).ifPresent(reason -> check.withData("reason", reason));
    return check.status(refusal.isEmpty()).build();
  }
}
