package org.messageboard.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.messageboard.settings.EnvironmentSource;

/**
 * Gives the connector the settings of {@link KafkaSettings}. Expressions in
 * microprofile-config.properties cannot do that: the connector passes every name to Kafka, and
 * fails at one without a value.
 *
 * <p>The values come from a separate configuration of the platform's sources, because the
 * application's does not exist yet. It leaves expressions alone, so that a password may contain
 * {@code ${...}}.
 */
public final class KafkaConfigSource implements ConfigSource {

  /** Prefix of the connector's settings in MicroProfile Config. */
  static final String CONNECTOR = "mp.messaging.connector.liberty-kafka.";

  /** Above the properties file, below everything that an operator sets. */
  private static final int ORDINAL = 150;

  private final Map<String, String> properties;

  /** Found by MicroProfile Config through META-INF/services. */
  public KafkaConfigSource() {
    this(literals());
  }

  /**
   * @param settings returns a setting's value, if it is set
   */
  KafkaConfigSource(Function<String, Optional<String>> settings) {
    properties = new HashMap<>();
    new KafkaSettings(settings)
        .client()
        .forEach((name, value) -> properties.put(CONNECTOR + name, literal(value)));
  }

  @Override
  public Set<String> getPropertyNames() {
    return properties.keySet();
  }

  @Override
  public String getValue(String name) {
    return properties.get(name);
  }

  @Override
  public String getName() {
    return "the board's settings for Kafka's clients";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  /** Escapes what a reader would take for an expression. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }

  /** The platform's settings, with expressions left as they are. */
  public static Function<String, Optional<String>> literals() {
    var config =
        ConfigProviderResolver.instance()
            .getBuilder()
            .forClassLoader(KafkaConfigSource.class.getClassLoader())
            .addDefaultSources()
            .withSources(new EnvironmentSource(), new WithoutExpressions())
            .build();
    return name -> config.getOptionalValue(name, String.class);
  }

  /** Switches expressions off. */
  private static final class WithoutExpressions implements ConfigSource {

    @Override
    public Set<String> getPropertyNames() {
      return Set.of(Config.PROPERTY_EXPRESSIONS_ENABLED);
    }

    @Override
    public String getValue(String name) {
      return Config.PROPERTY_EXPRESSIONS_ENABLED.equals(name) ? "false" : null;
    }

    @Override
    public String getName() {
      return "without expressions";
    }
  }
}
