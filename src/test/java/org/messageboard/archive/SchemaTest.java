package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SchemaTest {

  /** As after a crash between what a script did and Flyway's note of it. */
  @Test
  void scriptsThatWereRunAreRunAgain() throws SQLException {
    var database = TestDatabase.dataSource(TestDatabase.server().createDatabase("schema"));
    Schema.migrate(database);
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (int kept = 3; kept >= 0; kept--) {
        statement.execute("DELETE FROM flyway_schema_history WHERE installed_rank > " + kept);
        Schema.migrate(database);
        var rows = statement.executeQuery("SELECT count(*) FROM flyway_schema_history");
        rows.next();
        assertThat(rows.getInt(1)).as("scripts, after %s were noted", kept).isEqualTo(4);
      }
    }
  }
}
