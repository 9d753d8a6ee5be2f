package org.messageboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  private static final String PASSWORD = "a \"quoted\" \\ one; ${x} = $$";

  @Test
  void unsetSettingsAreAbsent() {
    assertThat(new KafkaSettings(set(Map.of())).client()).isEmpty();
  }

  @Test
  void onlySettingsForTlsAndLoginArePassedOn() {
    var settings =
        Map.of(
            "kafka.security.protocol", "SSL",
            "kafka.ssl.truststore.location", "/etc/ca.pem",
            "kafka.sasl.oauthbearer.scope.claim.name", "scope",
            "kafka.bootstrap.servers", "kafka:9092");
    assertThat(new KafkaSettings(set(settings)).client())
        .isEqualTo(
            Map.of(
                "security.protocol", "SSL",
                "ssl.truststore.location", "/etc/ca.pem",
                "sasl.oauthbearer.scope.claim.name", "scope"));
  }

  @Test
  void kafkaReadsUserAndPasswordUnchanged() {
    var jaas =
        new KafkaSettings(set(login("SASL_SSL", "SCRAM-SHA-512"))).client().get("sasl.jaas.config");
    var read =
        JaasContext.loadClientContext(Map.of("sasl.jaas.config", new Password(jaas)))
            .configurationEntries();
    assertThat(read).hasSize(1);
    assertThat(read.get(0).getLoginModuleName()).endsWith("ScramLoginModule");
    assertThat(read.get(0).getOptions())
        .isEqualTo(Map.of("username", "board", "password", PASSWORD));
  }

  @Test
  void theLoginModuleMatchesTheMechanism() {
    assertThat(new KafkaSettings(set(login("SASL_SSL", "PLAIN"))).client().get("sasl.jaas.config"))
        .contains("PlainLoginModule");
  }

  @Test
  void withoutSaslThereIsNoLogin() {
    assertThat(new KafkaSettings(set(login("SSL", "PLAIN"))).client())
        .doesNotContainKey("sasl.jaas.config");
  }

  @Test
  void theConnectorReadsAPasswordUnchanged() {
    var source = new KafkaConfigSource(set(Map.of("kafka.ssl.key.password", "${x} $$")));
    assertThat(source.getPropertyNames())
        .containsExactly("mp.messaging.connector.liberty-kafka.ssl.key.password");
    assertThat(source.getValue("mp.messaging.connector.liberty-kafka.ssl.key.password"))
        .isEqualTo("$${x} $$$$");
  }

  private static Map<String, String> login(String protocol, String mechanism) {
    return Map.of(
        "kafka.security.protocol", protocol,
        "kafka.sasl.mechanism", mechanism,
        "kafka.username", "board",
        "kafka.password", PASSWORD);
  }

  private static Function<String, Optional<String>> set(Map<String, String> settings) {
    return name -> Optional.ofNullable(settings.get(name));
  }
}
