package org.messageboard.startup;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.messageboard.settings.Settings;

/**
 * Variables of the server, for server.xml and board.xml. The board checks them, because Liberty
 * runs on without whatever a wrong one is for.
 *
 * @param maxConnections connections of each port; nothing on a server without board.xml
 */
record ServerSettings(Optional<Integer> maxConnections, HttpsSettings https) {

  /** All of them, including those that only Liberty checks. */
  static final Set<String> NAMES =
      Set.of(
          "archive.enabled",
          "archive.database.url",
          "archive.database.user",
          "archive.database.password",
          "http.host",
          "http.port",
          "http.max.connections",
          "http.trusted.proxies",
          "context.root",
          "https.enabled",
          "https.port",
          "https.keystore.location",
          "https.keystore.password",
          "https.keystore.type",
          "https.protocol",
          "https.hsts.seconds",
          "telemetry.enabled");

  static final int MAX_PORT = 65_535;

  /** Open files besides the clients' connections: jars, connections to Kafka and Redis. */
  private static final int OTHER_FILES = 256;

  ServerSettings(Settings settings) {
    this(
        settings.serverNumber("http.max.connections", 1, 1_280_000).map(Integer::valueOf),
        new HttpsSettings(settings));
    settings.serverNumber("http.port", -1, MAX_PORT);
    settings.optional("http.trusted.proxies", "a regular expression", ServerSettings::isPattern);
    settings.optional(
        "context.root",
        "/, or a path that begins with it and does not end with it, such as /board",
        value -> value.matches("/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+"));
    isOn("telemetry.enabled", settings);
    var database =
        settings.optional(
            "archive.database.url",
            "a JDBC URL of PostgreSQL, such as jdbc:postgresql://localhost/message_board",
            value -> value.startsWith("jdbc:postgresql:"));
    settings.check(
        isOn("archive.enabled", settings) || database.isEmpty(),
        "archive.database.url",
        "is set, but archive.enabled (ARCHIVE_ENABLED) is not true",
        "archive.enabled");
  }

  /** Whether it is {@code true}: in lower case, because it is part of a file's name. */
  static boolean isOn(String name, Settings settings) {
    return settings
        .optional(name, "true or false", value -> value.matches("true|false"))
        .filter("true"::equals)
        .isPresent();
  }

  private static boolean isPattern(String value) {
    try {
      Pattern.compile(value);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  /**
   * What to log if the server accepts more connections than the process may open files.
   *
   * @param maxFiles the process's limit of open files
   */
  Optional<String> warning(long maxFiles) {
    long most = (maxFiles - OTHER_FILES) / (https.enabled() ? 2 : 1);
    return maxConnections
        .filter(connections -> connections > most)
        .map(
            connections ->
                "http.max.connections (HTTP_MAX_CONNECTIONS) is %s for each port, but the process may open %s files: at that limit the server takes no connection for ten minutes. Set it to %s at most, or raise the limit (ulimit -n)."
                    .formatted(connections, maxFiles, Math.max(1, most)));
  }
}
