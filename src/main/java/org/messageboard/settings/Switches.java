package org.messageboard.settings;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * What this server does and shows.
 *
 * @param consumer whether it writes messages from Kafka to Redis
 * @param healthDetails whether health checks show more than their names and whether they are UP
 * @param metrics whether it answers {@code /metrics}
 * @param exit whether a wrong setting ends the process
 */
@Dependent
public record Switches(boolean consumer, boolean healthDetails, boolean metrics, boolean exit) {

  @Inject
  public Switches(Settings settings) {
    this(
        settings.flag("consumer.enabled"),
        settings.flag("health.details"),
        settings.flag("metrics.enabled"),
        settings.flag("board.exit.on.wrong.setting"));
  }
}
