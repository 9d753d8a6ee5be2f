package org.messageboard.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class SchemaTest {

  /** As after a crash between what a script did and Flyway's note of it. */
  @Test
  void scriptsThatWereRunAreRunAgain() throws SQLException {
    var database = TestDatabase.dataSource(TestDatabase.server().createDatabase("schema"));
    Schema.migrate(database);
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      int scripts = noted(statement);
      for (int kept = scripts - 1; kept >= 0; kept--) {
        statement.execute("DELETE FROM flyway_schema_history WHERE installed_rank > " + kept);
        Schema.migrate(database);
        assertThat(noted(statement)).as("scripts, after %s were noted", kept).isEqualTo(scripts);
      }
      assertThat(scripts).isEqualTo(5);
    }
  }

  private static int noted(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(*) FROM flyway_schema_history")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
