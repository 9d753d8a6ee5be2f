package org.messageboard.kafka;

import static org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
import static org.messageboard.settings.Settings.wrong;

import java.time.Duration;
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
import org.messageboard.settings.Settings;

/**
 * The settings {@code kafka.security.*}, {@code kafka.sasl.*}, {@code kafka.ssl.*}, {@code
 * kafka.username} and {@code kafka.password}, for Kafka's own clients.
 *
 * @param settings returns a setting's value, if it is set, with expressions left as they are
 */
public record KafkaSettings(Function<String, Optional<String>> settings) {

  public static final String PREFIX = "kafka.";

  private static final String PROTOCOL = "security.protocol";
  private static final String MECHANISM = "sasl.mechanism";
  private static final String JAAS = "sasl.jaas.config";
  private static final String SASL = "SASL_";

  /** Mechanisms with a user and a password. */
  private static final List<String> MECHANISMS = List.of("SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN");

  private static final String USERNAME = PREFIX + "username";
  private static final String PASSWORD = PREFIX + "password";

  private static final String HOST = "\\s*[^\\s,/@]+:\\d{1,5}\\s*";

  /** All settings of Kafka's clients for TLS and logins. */
  public static final List<String> NAMES =
      AdminClientConfig.configNames().stream()
          .filter(name -> Stream.of("security.", "sasl.", "ssl.").anyMatch(name::startsWith))
          .sorted()
          .toList();

  /** The settings of a client, without those that are not set. */
  Map<String, String> client() {
    var client = new TreeMap<String, String>();
    for (var name : NAMES) {
      get(name).ifPresent(value -> client.put(name, value));
    }
    if (client.getOrDefault(PROTOCOL, "").startsWith(SASL)) {
      login(client.get(MECHANISM)).ifPresent(jaas -> client.putIfAbsent(JAAS, jaas));
    }
    return client;
  }

  /** Complains about what the clients could not use. */
  public void check(Settings checked) {
    var servers =
        checked.read(
            PREFIX + BOOTSTRAP_SERVERS_CONFIG,
            "host:port, or several with commas between them",
            value -> value.matches(HOST + "(," + HOST + ")*"));
    var client = checked.make(this::usable);
    if (servers.isPresent() && client.isPresent()) {
      checked.make(() -> opened(servers.get(), client.get()));
    }
  }

  /** The same as {@link #client}; throws if user and password would not be used. */
  private Map<String, String> usable() {
    var protocol = get(PROTOCOL).orElse("");
    boolean user = settings.apply(USERNAME).isPresent();
    if (user != settings.apply(PASSWORD).isPresent()) {
      var missing = user ? PASSWORD : USERNAME;
      throw wrong(missing, "is missing beside " + (user ? USERNAME : PASSWORD));
    }
    if (user) {
      checkLogin(protocol, get(MECHANISM).orElse(""));
    } else if (protocol.startsWith(SASL) && get(JAAS).isEmpty()) {
      throw wrong(USERNAME, "is missing, with which " + protocol + " logs in");
    }
    return client();
  }

  private static void checkLogin(String protocol, String mechanism) {
    var rule = "must be %s for %s to be of use, but is \"%s\"";
    if (!protocol.startsWith(SASL)) {
      throw wrong(
          PREFIX + PROTOCOL, rule.formatted("SASL_SSL or SASL_PLAINTEXT", USERNAME, protocol));
    }
    if (!MECHANISMS.contains(mechanism)) {
      throw wrong(
          PREFIX + MECHANISM, rule.formatted(String.join(" or ", MECHANISMS), USERNAME, mechanism));
    }
  }

  /** Opens a client, which refuses unknown mechanisms, unreadable files and unknown hosts. */
  private static String opened(String servers, Map<String, String> client) {
    var all = new HashMap<String, Object>(client);
    all.put(BOOTSTRAP_SERVERS_CONFIG, servers);
    try {
      Admin.create(all).close(Duration.ZERO);
      return servers;
    } catch (KafkaException e) {
      throw new IllegalArgumentException(
          "kafka.* (KAFKA_*) cannot be used: " + innermost(e).getMessage(), e);
    }
  }

  private static Throwable innermost(Throwable error) {
    return error.getCause() == null ? error : innermost(error.getCause());
  }

  private Optional<String> get(String name) {
    return settings.apply(PREFIX + name);
  }

  /** User and password as a JAAS line, the only form in which Kafka takes them. */
  private Optional<String> login(String mechanism) {
    var module = "PLAIN".equals(mechanism) ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
    var line = "org.apache.kafka.common.security.%s required username=%s password=%s;";
    return settings
        .apply(USERNAME)
        .flatMap(
            user ->
                settings
                    .apply(PASSWORD)
                    .map(password -> line.formatted(module, quoted(user), quoted(password))));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
