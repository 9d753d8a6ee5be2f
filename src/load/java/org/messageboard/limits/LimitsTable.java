package org.messageboard.limits;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.messageboard.faults.FaultsPage;

/** A section of {@code docs/FAULTS.md} of which every test writes its own rows. */
final class LimitsTable {

  private static final String HEADING = "Outages, limits, stopping, malformed requests";

  private static final String TEXT =
      """
      Written by `./mvnw verify -Pfaults`: each row by a test that fails when the limit is not kept. One server, one
      Kafka broker, one Redis, on %d processors that the clients share, %s, Java %s.

      | what | measured | limit | date |
      | --- | --- | --- | --- |
      """;

  private LimitsTable() {}

  /**
   * Writes one row, in place of the one of the same name.
   *
   * @param what the case
   * @param measured with its unit
   * @param limit at which the test fails
   */
  static synchronized void write(String what, String measured, String limit) {
    var page = FaultsPage.ofProject();
    var rows = rows(page.section(HEADING));
    var row =
        "| %s | %s | %s | %s |".formatted(what, measured, limit, LocalDate.now(ZoneOffset.UTC));
    rows.put(what, row);
    var head =
        TEXT.formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("java.version"));
    page.write(HEADING, head + String.join("\n", rows.values()));
  }

  private static Map<String, String> rows(String section) {
    var rows = new LinkedHashMap<String, String>();
    section
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
        .filter(line -> !line.startsWith("| ---"))
        .forEach(line -> rows.put(line.split(" \\| ")[0].substring(2), line));
    return rows;
  }
}
