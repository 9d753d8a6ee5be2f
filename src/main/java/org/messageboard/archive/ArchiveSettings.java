package org.messageboard.archive;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * Whether this server has an archive.
 *
 * @param enabled whether it writes to the archive and reads from it
 * @param dataSource the JNDI name of the server's data source
 * @param retention after how many days messages are removed, where a channel has no other; 0 for
 *     never
 */
@Dependent
public record ArchiveSettings(boolean enabled, String dataSource, int retention) {

  @Inject
  public ArchiveSettings(Settings settings) {
    this(
        settings.flag("archive.enabled"),
        settings.read("archive.datasource", "a JNDI name", name -> name.matches("\\S+")).orElse(""),
        settings.whole("archive.retention.days", 0, 100_000));
  }
}
