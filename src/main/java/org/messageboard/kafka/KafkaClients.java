package org.messageboard.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * How the board's own clients of Kafka reach it: with every setting that the connector has for all
 * of its channels, so that TLS and logins are the same everywhere.
 */
@ApplicationScoped
public class KafkaClients {

  @Inject Config config;

  /**
   * The settings of a client.
   *
   * @param own what it has beside where Kafka is and how to get in; wins
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
