package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.messageboard.warmup.WarmUp;

/**
 * The server has warmed up; one that does not leaves this check out. It counts as part of the start
 * too, because a probe that keeps servers in use while Kafka is away asks only for that.
 */
@Readiness
@Startup
@ApplicationScoped
public class WarmedUp implements HealthCheck {

  @Inject WarmUp warmUp;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("warm-up").status(warmUp.isOver()).build();
  }
}
