package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.settings.Switches;
import org.messageboard.statistics.Statistics;

/**
 * Says what Kafka Streams does, on a server that has statistics; others leave this check out. It is
 * always UP: without statistics a server does everything else.
 */
@Readiness
@ApplicationScoped
public class StatisticsReady implements HealthCheck {

  @Inject Statistics statistics;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("statistics").up();
    if (switches.healthDetails()) {
      statistics.state().ifPresent(state -> check.withData("streams", state));
    }
    return check.build();
  }
}
