package org.messageboard.kafka;

import static org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.messageboard.settings.Setting;

/**
 * What the settings {@code kafka.security.*}, {@code kafka.sasl.*}, {@code kafka.ssl.*}, {@code
 * kafka.username} and {@code kafka.password} say, in the names of Kafka's own clients.
 */
public final class KafkaSettings {

  public static final String PREFIX = "kafka.";
  static final String PROTOCOL = "security.protocol";
  static final String MECHANISM = "sasl.mechanism";
  static final String JAAS = "sasl.jaas.config";

  private static final String SASL = "SASL_";

  /** Those that ask for a user and a password. */
  private static final List<String> MECHANISMS = List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");

  private static final String USERNAME = PREFIX + "username";
  private static final String PASSWORD = PREFIX + "password";

  /** All that Kafka's clients know of TLS and logins. */
  public static final List<String> NAMES =
      AdminClientConfig.configNames().stream()
          .filter(name -> Stream.of("security.", "sasl.", "ssl.").anyMatch(name::startsWith))
          .sorted(Comparator.naturalOrder())
          .toList();

  private KafkaSettings() {}

  /**
   * The settings for a client of Kafka; what is not set is not in it.
   *
   * @param settings gives the value of a setting of the board, or nothing
   */
  static Map<String, String> client(Function<String, Optional<String>> settings) {
    var client = new TreeMap<String, String>();
    for (var name : NAMES) {
      settings.apply(PREFIX + name).ifPresent(value -> client.put(name, value));
    }
    var login = login(client.get(MECHANISM), settings);
    if (client.getOrDefault(PROTOCOL, "").startsWith(SASL)) {
      login.ifPresent(jaas -> client.putIfAbsent(JAAS, jaas));
    }
    return client;
  }

  /**
   * What keeps user and password from being used, as a sentence.
   *
   * @param settings gives the value of a setting of the board, or nothing
   */
  public static Optional<String> wrongLogin(Function<String, Optional<String>> settings) {
    var protocol = settings.apply(PREFIX + PROTOCOL).orElse("");
    boolean user = settings.apply(USERNAME).isPresent();
    boolean password = settings.apply(PASSWORD).isPresent();
    if (user != password) {
      var missing = user ? PASSWORD : USERNAME;
      return complaint(missing, "is missing beside " + (user ? USERNAME : PASSWORD));
    }
    if (user) {
      return useless(protocol, settings.apply(PREFIX + MECHANISM).orElse(""));
    }
    return protocol.startsWith(SASL) && settings.apply(PREFIX + JAAS).isEmpty()
        ? complaint(USERNAME, "is missing, with which " + protocol + " logs in")
        : Optional.empty();
  }

  private static Optional<String> useless(String protocol, String mechanism) {
    var rule = "must be %s for %s to be of use, but is \"%s\"";
    if (!protocol.startsWith(SASL)) {
      return complaint(
          PREFIX + PROTOCOL, rule.formatted("SASL_SSL or SASL_PLAINTEXT", USERNAME, protocol));
    }
    return MECHANISMS.contains(mechanism)
        ? Optional.empty()
        : complaint(
            PREFIX + MECHANISM,
            rule.formatted(String.join(" or ", MECHANISMS), USERNAME, mechanism));
  }

  private static Optional<String> complaint(String name, String what) {
    return Optional.of(Setting.said(name, what));
  }

  /**
   * What Kafka's own client finds wrong, as a sentence: a mechanism it does not know, a file it
   * cannot read, hosts that do not exist.
   *
   * @param settings gives the value of a setting of the board, or nothing
   */
  public static Optional<String> refused(Function<String, Optional<String>> settings) {
    var client = new HashMap<String, Object>(client(settings));
    settings
        .apply(PREFIX + BOOTSTRAP_SERVERS_CONFIG)
        .ifPresent(s -> client.put(BOOTSTRAP_SERVERS_CONFIG, s));
    try {
      Admin.create(client).close(Duration.ZERO);
      return Optional.empty();
    } catch (KafkaException e) {
      return Optional.of("kafka.* (KAFKA_*) cannot be used: " + innermost(e).getMessage());
    }
  }

  private static Throwable innermost(Throwable error) {
    return error.getCause() == null ? error : innermost(error.getCause());
  }

  /** The JAAS line of user and password: Kafka takes them in no other form. */
  private static Optional<String> login(
      String mechanism, Function<String, Optional<String>> settings) {
    var module = "PLAIN".equals(mechanism) ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    return settings
        .apply(USERNAME)
        .flatMap(
            user ->
                settings
                    .apply(PASSWORD)
                    .map(
                        password ->
                            "org.apache.kafka.common.security.%s required username=%s password=%s;"
                                .formatted(module, quoted(user), quoted(password))));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
