package org.messageboard.statistics;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * Whether this server has statistics.
 *
 * @param enabled whether it counts what happens on the board, and answers for it
 */
@Dependent
public record StatisticsSettings(boolean enabled) {

  @Inject
  public StatisticsSettings(Settings settings) {
    this(settings.flag("statistics.enabled"));
  }
}
