package org.messageboard.startup;

import static org.messageboard.settings.Setting.isWhole;
import static org.messageboard.settings.Setting.oneOf;
import static org.messageboard.settings.Setting.said;
import static org.messageboard.settings.Setting.whole;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageboard.kafka.KafkaSettings;
import org.messageboard.redis.RedisTls;
import org.messageboard.redis.RedisUrl;
import org.messageboard.settings.Setting;

/**
 * What the settings of the board must be, and what is wrong with those that are not. No complaint
 * shows a secret.
 */
final class Settings {

  private static final int MOST_PORT = 65_535;
  private static final int MOST = Integer.MAX_VALUE;

  /** Beyond it a record would be larger than Kafka's producer and topics take by default. */
  private static final int MOST_BODY = 1_000_000;

  /** A page of a channel's history looks no further back. */
  private static final int MOST_READ = 10_000;

  /** Each has its place in memory from the start. */
  private static final int MOST_IN_MEMORY = 1_000_000;

  /** Below it messages could be dropped while their consumers are restarted. */
  private static final long LEAST_RETENTION = 3_600_000;

  private static final String MEMORY = "stream.memory.max-bytes";
  private static final String RETRY_MIN = "stream.retry.min-ms";
  private static final String RETRY_MAX = "stream.retry.max-ms";

  private static final Pattern SERVERS =
      Pattern.compile("\\s*[^\\s,/@]+:\\d{1,5}(\\s*,\\s*[^\\s,/@]+:\\d{1,5})*\\s*");

  private static final Pattern CONTEXT_ROOT =
      Pattern.compile("/|(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

  static final List<Setting> ALL =
      List.of(
          new Setting(
              "kafka.bootstrap.servers",
              "host:port, or several with commas between them",
              value -> SERVERS.matcher(value).matches()),
          oneOf("consumer.enabled", List.of("true", "false")),
          oneOf("health.details", List.of("true", "false")),
          oneOf(SettingsCheck.EXIT, List.of("true", "false")),
          whole("board.topic.partitions", 1, 10_000),
          whole("board.topic.replication", 1, Short.MAX_VALUE),
          new Setting(
              "board.topic.retention.ms",
              "-1, or a whole number from %s to %s".formatted(LEAST_RETENTION, Long.MAX_VALUE),
              value -> isWhole(value, -1, -1) || isWhole(value, LEAST_RETENTION, Long.MAX_VALUE)),
          whole("board.author.max-length", 1, MOST_BODY),
          whole("board.content.max-length", 1, MOST_BODY),
          whole("board.body.max-bytes", 1, MOST_BODY),
          whole("board.history.length", 1, MOST),
          whole("board.channel.history.length", 1, MOST_READ),
          whole("board.log.length", 1, MOST),
          whole("board.ids.length", 1, MOST),
          whole("board.channels.max", 1, MOST),
          whole("stream.max.connections", 0, 1_000_000),
          whole("stream.max.connections.per-address", 0, 1_000_000),
          whole("stream.max-lag-bytes", 1024, MOST),
          whole("stream.heartbeat.seconds", 1, 3600),
          whole(RETRY_MIN, 0, 3_600_000),
          whole(RETRY_MAX, 0, 3_600_000),
          whole("stream.memory.events", 1, MOST_IN_MEMORY),
          whole(MEMORY, 1024, Long.MAX_VALUE),
          oneOf("metrics.enabled", List.of("true", "false")),
          new Setting(
              "mp.messaging.incoming.messages-in.group.id", "a name", value -> !value.isBlank()));

  /**
   * Variables of the server's. Liberty goes on without what a wrong one is for, and one with spaces
   * around it is wrong.
   */
  private static final List<Setting> SERVER =
      Stream.of(
              whole("http.port", -1, MOST_PORT),
              whole("http.max.connections", 1, 1_280_000),
              new Setting(
                  "context.root",
                  "/, or a path that begins with it and does not end with it, such as /board",
                  value -> CONTEXT_ROOT.matcher(value).matches()),
              whole("https.port", 1, MOST_PORT),
              oneOf("https.protocol", List.of("http/2", "http/1.1")),
              whole("https.hsts.seconds", 0, Integer.MAX_VALUE))
          .map(Setting::withoutSpaces)
          .toList();

  /** All variables of the server's, also those that Liberty or {@link Https} looks at. */
  static final Set<String> SERVER_NAMES =
      Set.of(
          "http.host",
          "http.port",
          "http.max.connections",
          "context.root",
          "https.enabled",
          "https.port",
          "https.keystore.location",
          "https.keystore.password",
          "https.keystore.type",
          "https.protocol",
          "https.hsts.seconds",
          "telemetry.enabled");

  private final Function<String, Optional<String>> settings;
  private final Function<String, Optional<String>> literals;

  /**
   * @param settings gives the value of a setting, or nothing
   * @param literals gives it without a look at expressions in it, as Kafka's clients are given it
   */
  Settings(
      Function<String, Optional<String>> settings, Function<String, Optional<String>> literals) {
    this.settings = settings;
    this.literals = literals;
  }

  /** One sentence for each setting that is wrong; none when the board can start. */
  List<String> complaints() {
    var complaints = new ArrayList<String>();
    ALL.forEach(setting -> setting.complaint(settings).ifPresent(complaints::add));
    SERVER.stream()
        .filter(setting -> counts(setting.name()))
        .forEach(setting -> setting.complaint(settings).ifPresent(complaints::add));
    retries(complaints).ifPresent(complaints::add);
    memory(complaints).ifPresent(complaints::add);
    redis().ifPresent(complaints::add);
    kafka(complaints).ifPresent(complaints::add);
    https().ifPresent(complaints::add);
    telemetry().ifPresent(complaints::add);
    return complaints;
  }

  /** Another server may not have this variable, and those of HTTPS are looked at where it is on. */
  private boolean counts(String name) {
    boolean https = given("https.enabled").filter("true"::equals).isPresent();
    return (https || !name.startsWith("https.")) && given(name).isPresent();
  }

  /** The value, which is empty where an expression in it has none. */
  private Optional<String> given(String name) {
    try {
      return settings.apply(name);
    } catch (NoSuchElementException e) {
      return Optional.of("");
    }
  }

  private Optional<String> retries(List<String> before) {
    if (about("stream.retry.", before)) {
      return Optional.empty();
    }
    long min = number(RETRY_MIN);
    long max = number(RETRY_MAX);
    return min <= max
        ? Optional.empty()
        : Optional.of(
            said(RETRY_MIN, "is %s, more than the %s of %s".formatted(min, max, RETRY_MAX)));
  }

  /** What is in memory must leave room for everything else. */
  private Optional<String> memory(List<String> before) {
    long most = Runtime.getRuntime().maxMemory() / 2;
    return about(MEMORY, before) || number(MEMORY) <= most
        ? Optional.empty()
        : Optional.of(
            said(
                MEMORY,
                "is %s, more than half of the heap: it must be %s at most, or the heap larger (-Xmx)"
                    .formatted(number(MEMORY), most)));
  }

  private long number(String name) {
    return Long.parseLong(settings.apply(name).orElseThrow().strip());
  }

  private Optional<String> redis() {
    try {
      var url = RedisUrl.parse(settings.apply("redis.url").orElse(""));
      if (url.tls()) {
        new RedisTls(settings).sockets();
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    } catch (NoSuchElementException e) {
      // Its message is the platform's; the value may hold a password
      return Optional.of(said("redis.url", "has an expression in it, ${...}, that has no value"));
    }
  }

  private Optional<String> https() {
    try {
      return new Https(settings).complaint();
    } catch (NoSuchElementException e) {
      return Optional.of("https.*: an expression in these settings, ${...}, has no value.");
    }
  }

  /** A variable of the server's, and as it is written part of a file's name. */
  private Optional<String> telemetry() {
    var enabled = settings.apply("telemetry.enabled").orElse("false");
    return List.of("true", "false").contains(enabled)
        ? Optional.empty()
        : Optional.of(
            said("telemetry.enabled", "must be true or false, but is \"%s\"".formatted(enabled)));
  }

  private Optional<String> kafka(List<String> before) {
    var login = KafkaSettings.wrongLogin(literals);
    return login.isPresent() || about("kafka.", before) ? login : KafkaSettings.refused(literals);
  }

  private static boolean about(String prefix, List<String> complaints) {
    return complaints.stream().anyMatch(complaint -> complaint.startsWith(prefix));
  }
}
