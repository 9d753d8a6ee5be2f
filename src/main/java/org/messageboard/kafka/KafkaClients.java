package org.messageboard.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of the board's own Kafka clients: all those that the connector has for its channels, so
 * that TLS and logins are the same everywhere.
 */
@ApplicationScoped
public class KafkaClients {

  @Inject Config config;

  /**
   * The settings of a client.
   *
   * @param own settings of this client, which take precedence
   */
  public Map<String, Object> settings(Map<String, ?> own) {
    var settings = new HashMap<String, Object>();
    for (var name : config.getPropertyNames()) {
      if (name.startsWith(KafkaConfigSource.CONNECTOR)) {
        config
            .getOptionalValue(name, String.class)
            .ifPresent(v -> settings.put(name.substring(KafkaConfigSource.CONNECTOR.length()), v));
      }
    }
    settings.putAll(own);
    return settings;
  }
}
