package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.warmup.WarmUp;

/** The server has warmed up; one that does not leaves this check out. */
@Readiness
@ApplicationScoped
public class WarmedUp implements HealthCheck {

  @Inject WarmUp warmUp;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("warm-up").status(warmUp.isOver()).build();
  }
}
