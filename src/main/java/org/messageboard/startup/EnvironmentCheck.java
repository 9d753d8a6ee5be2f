package org.messageboard.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.messageboard.settings.Settings;

/**
 * Finds environment variables that are meant for the board and change nothing: misspelt names, and
 * those that Liberty does not read.
 *
 * @param environment the variables
 * @param settings every setting of the board and of its server
 * @param server those that Liberty reads
 * @param locale the JVM's
 */
record EnvironmentCheck(
    Map<String, String> environment, Set<String> settings, Set<String> server, Locale locale) {

  private static final Pattern MEANT =
      Pattern.compile(
          "(archive|auth|board|limits|stream|redis|kafka|consumer|https?|health|metrics|page|telemetry)[_.].+",
          Pattern.CASE_INSENSITIVE);

  /** Variables that Kubernetes and Docker set for services, and those of other programs. */
  private static final Pattern FOREIGN =
      Pattern.compile(
          ".+_SERVICE_(HOST|PORT|PORT_.+)|.+_PORT_\\d+_(TCP|UDP|SCTP)(_.+)?|HTTPS?_PROXY"
              + "|KAFKA_(.+_)?OPTS|KAFKA_(HOME|VERSION|LOG_DIR|JMX_PORT)");

  /** Variables of earlier versions, and what they are now. */
  private static final Map<String, String> RENAMED =
      Map.of("STREAM_QUEUE_MAX_BYTES", "STREAM_MAX_LAG_BYTES");

  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}:]+)");

  /** One sentence for each variable, without its value. */
  List<String> warnings() {
    var warnings = new ArrayList<String>();
    var referred = referred();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (isMeant(name, value) && !isRead(name) && !referred.contains(name)) {
                warnings.add(unknown(name));
              }
            });
    new TreeSet<>(server).forEach(name -> unread(name).ifPresent(warnings::add));
    return warnings;
  }

  private static boolean isMeant(String name, String value) {
    return MEANT.matcher(name).matches()
        && !FOREIGN.matcher(name.toUpperCase(Locale.ROOT)).matches()
        && !ADDRESS.matcher(value).matches();
  }

  private boolean isRead(String name) {
    return settings.stream()
        .anyMatch(
            s -> name.equals(s) || name.equals(plain(s)) || name.equals(Settings.variable(s)));
  }

  /** Variables to which another one refers as {@code ${...}}. */
  private Set<String> referred() {
    var names = new TreeSet<String>();
    for (var value : environment.values()) {
      REFERENCE
          .matcher(value)
          .results()
          .map(reference -> reference.group(1))
          .forEach(name -> names.addAll(List.of(name, plain(name), Settings.variable(name))));
    }
    return names;
  }

  private String unknown(String name) {
    var variable = Settings.variable(name);
    var current = RENAMED.getOrDefault(variable, variable);
    var meant =
        settings.stream()
            .map(Settings::variable)
            .filter(current::equals)
            .findFirst()
            .map(known -> "Is %s meant? ".formatted(known))
            .orElse("");
    return "The environment variable %s is no setting of the board and changes nothing. %sdocs/SETTINGS.md lists the settings"
        .formatted(name, meant);
  }

  /** Liberty derives the variable's name in the JVM's language. */
  private Optional<String> unread(String name) {
    var variable = Settings.variable(name);
    boolean read =
        !environment.containsKey(variable)
            || environment.containsKey(plain(name))
            || plain(name).toUpperCase(locale).equals(variable);
    return read
        ? Optional.empty()
        : Optional.of(
            "Liberty does not read the environment variable %s where Java's language is %s: set %s as a <variable> in server.xml, or start the server with JVM_ARGS=-Duser.language=en"
                .formatted(variable, locale.getLanguage(), name));
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_");
  }
}
