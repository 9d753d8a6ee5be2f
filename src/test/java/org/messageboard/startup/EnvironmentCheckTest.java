package org.messageboard.startup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.settings.EnvironmentSource;

class EnvironmentCheckTest {

  private static final Locale TURKISH = Locale.forLanguageTag("tr");

  @ParameterizedTest
  @CsvSource({
    "REDIS_URl, Is REDIS_URL meant?",
    "Kafka_Bootstrap_Servers, Is KAFKA_BOOTSTRAP_SERVERS meant?",
    "BOARD_TOPIC_PARTITION, docs/SETTINGS.md lists",
    "KAFKA_SSL_TRUSTORE_LOCATION, docs/SETTINGS.md lists",
    "STREAM_QUEUE_MAX_BYTES, Is STREAM_MAX_LAG_BYTES meant?",
    "HTTP_PORTS, docs/SETTINGS.md lists",
    "AUTH_KEYS, docs/SETTINGS.md lists",
    "LIMITS_POSTS_PER_SECOND, docs/SETTINGS.md lists"
  })
  void aVariableThatIsMeantForTheBoardAndNoSettingIsSaid(String name, String said) {
    assertThat(warnings(Map.of(name, "s3cret"), Locale.ROOT))
        .singleElement()
        .asString()
        .startsWith("The environment variable " + name + " is no setting of the board")
        .contains(said)
        .doesNotContain("s3cret");
  }

  @Test
  void settingsAndWhatOthersReadAreNotSaid() {
    var environment =
        Map.ofEntries(
            Map.entry("REDIS_URL", "redis://:${redis.password}@redis"),
            Map.entry("REDIS_PASSWORD", "s3cret"),
            Map.entry("kafka.bootstrap.servers", "kafka:9092"),
            Map.entry("consumer_enabled", "true"),
            Map.entry("KAFKA_SSL_KEY_PASSWORD", "s3cret"),
            Map.entry("STREAM_MAX_CONNECTIONS_PER_ADDRESS", "5"),
            Map.entry("HTTPS_PORT", "9443"),
            Map.entry("HTTPS_PROXY", "http://proxy:3128"),
            Map.entry("http_proxy", "http://proxy:3128"),
            Map.entry("KAFKA_HEAP_OPTS", "-Xmx1g"),
            Map.entry("PATH", "/bin"));
    assertThat(warnings(environment, Locale.ROOT)).isEmpty();
  }

  /** Kubernetes has these for each service, by its name. */
  @Test
  void theVariablesOfKubernetesAreNotSaid() {
    var environment =
        Map.of(
            "REDIS_PORT", "tcp://10.0.0.1:6379",
            "REDIS_SERVICE_HOST", "10.0.0.1",
            "REDIS_SERVICE_PORT", "6379",
            "REDIS_SERVICE_PORT_REDIS", "6379",
            "KAFKA_PORT_9092_TCP", "tcp://10.0.0.2:9092",
            "KAFKA_PORT_9092_TCP_ADDR", "10.0.0.2",
            "BOARD_WEB_PORT_80_TCP_PROTO", "tcp",
            "HTTP_PORT", "tcp://10.0.0.3:80");
    assertThat(warnings(environment, Locale.ROOT)).isEmpty();
  }

  @Test
  void whatLibertyDoesNotReadInTurkishIsSaid() {
    var environment =
        Map.of(
            "HTTP_MAX_CONNECTIONS", "500",
            "HTTP_PORT", "9080",
            "REDIS_URL", "redis://redis",
            "https_keystore_location", "/board.p12");
    assertThat(warnings(environment, TURKISH))
        .singleElement()
        .asString()
        .contains("HTTP_MAX_CONNECTIONS where Java's language is tr", "-Duser.language=en");
    assertThat(warnings(environment, Locale.ROOT)).isEmpty();
  }

  @Test
  void theNamesOfVariablesDoNotDependOnTheLanguage() {
    var before = Locale.getDefault();
    Locale.setDefault(TURKISH);
    try {
      var source = new EnvironmentSource(Map.of("REDIS_URL", "redis://redis"));
      assertThat(source.getValue("redis.url")).isEqualTo("redis://redis");
      assertThat(source.getValue("kafka.username")).isNull();
    } finally {
      Locale.setDefault(before);
    }
  }

  private static List<String> warnings(Map<String, String> environment, Locale locale) {
    return new EnvironmentCheck(environment, SettingsCheck.names(), ServerSettings.NAMES, locale)
        .warnings();
  }
}
