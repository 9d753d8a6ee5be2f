package org.messageboard.dev;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * How a Kafka node authenticates its clients; the nodes do not authenticate each other.
 *
 * @param settings Kafka's settings
 * @param format arguments for formatting the storage
 */
public record KafkaSecurity(Map<String, String> settings, List<String> format) {

  /** No authentication. */
  static final KafkaSecurity NONE = new KafkaSecurity(Map.of(), List.of());

  private static final String CLIENT = "listener.name.client.";
  private static final String PROTOCOLS = "CLIENT:%s,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT";

  /** TLS, with user name and password over SCRAM-SHA-512. */
  public static KafkaSecurity scram(Certificate broker, String user, String password) {
    return withScram(tls("SASL_SSL", broker), user, password);
  }

  /**
   * User name and password over SCRAM-SHA-512, without TLS. The user may do nothing until ACLs
   * allow it; clients of {@link KafkaProcess#internalServers} may do everything.
   */
  public static KafkaSecurity acls(String user, String password) {
    var settings = new HashMap<String, String>();
    settings.put("listener.security.protocol.map", PROTOCOLS.formatted("SASL_PLAINTEXT"));
    settings.put("authorizer.class.name", StandardAuthorizer.class.getName());
    settings.put("super.users", KafkaPrincipal.ANONYMOUS.toString());
    return withScram(settings, user, password);
  }

  /** TLS with a client certificate. */
  public static KafkaSecurity mutualTls(Certificate broker, Certificate client) {
    var settings = tls("SSL", broker);
    settings.put(CLIENT + "ssl.client.auth", "required");
    settings.put(CLIENT + "ssl.truststore.type", "PEM");
    settings.put(CLIENT + "ssl.truststore.location", client.pem().toString());
    return new KafkaSecurity(settings, List.of());
  }

  private static KafkaSecurity withScram(
      Map<String, String> settings, String user, String password) {
    settings.put(CLIENT + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        CLIENT + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    var credential = "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password);
    return new KafkaSecurity(settings, List.of("--add-scram", credential));
  }

  private static Map<String, String> tls(String protocol, Certificate broker) {
    var settings = new HashMap<String, String>();
    settings.put("listener.security.protocol.map", PROTOCOLS.formatted(protocol));
    settings.put(CLIENT + "ssl.keystore.type", "PKCS12");
    settings.put(CLIENT + "ssl.keystore.location", broker.keystore().toString());
    settings.put(CLIENT + "ssl.keystore.password", broker.password());
    settings.put(CLIENT + "ssl.key.password", broker.password());
    return settings;
  }
}
