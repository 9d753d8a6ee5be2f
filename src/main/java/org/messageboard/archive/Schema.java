package org.messageboard.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * The archive's tables: the scripts in {@code db/archive}. Flyway writes what it has run in a
 * transaction of its own, which ends after the scripts' transactions, so that a crash between them
 * has scripts run again: each must change nothing where it was run before.
 */
final class Schema {

  /** In their order; one that was released is never changed. */
  private static final String[] SCRIPTS = {
    "V1__archive", "V3__locked_channels", "V4__bots", "V5__long_memory", "V6__quicker_writing"
  };

  private Schema() {}

  /**
   * Brings the tables up to date. Flyway locks them, so only one server does it at a time; an older
   * server accepts the tables of a newer one. The scripts are listed, because Flyway does not find
   * any in a packed WAR on Liberty.
   */
  static void migrate(DataSource database) {
    Flyway.configure(Schema.class.getClassLoader())
        .dataSource(database)
        .locations(new String[0])
        .callbackLocations(new String[0])
        .javaMigrations(Stream.of(SCRIPTS).map(Script::new).toArray(JavaMigration[]::new))
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load()
        .migrate();
  }

  /**
   * A script in the WAR.
   *
   * @param name as Flyway names them, {@code V<version>__<description>}
   */
  private record Script(String name) implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
      return MigrationVersion.fromVersion(name.substring(1, name.indexOf("__")));
    }

    @Override
    public String getDescription() {
      return name.substring(name.indexOf("__") + 2);
    }

    @Override
    public Integer getChecksum() {
      var checksum = new CRC32();
      checksum.update(text().getBytes(UTF_8));
      return (int) checksum.getValue();
    }

    @Override
    public boolean canExecuteInTransaction() {
      return true;
    }

    @Override
    public void migrate(Context context) throws Exception {
      try (var statement = context.getConnection().createStatement()) {
        statement.execute(text());
      }
    }

    private String text() {
      try (var in = Schema.class.getResourceAsStream("/db/archive/" + name + ".sql")) {
        return new String(in.readAllBytes(), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
