package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.archive.Archive;
import org.messageboard.settings.Switches;

/**
 * Says whether PostgreSQL answers, on a server that has an archive. It is always UP: without
 * PostgreSQL a server does everything but search and read old messages.
 */
@Readiness
@ApplicationScoped
public class ArchiveReady implements HealthCheck {

  @Inject Archive archive;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("archive").up();
    if (switches.healthDetails()) {
      check.withData("enabled", archive.isEnabled());
      archive.outage().ifPresent(reason -> check.withData("reason", reason));
    }
    return check.build();
  }
}
