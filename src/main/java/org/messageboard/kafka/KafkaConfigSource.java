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
 * Gives the connector the settings of {@link KafkaSettings}. An expression in
 * microprofile-config.properties cannot: the connector passes every name there is to Kafka, and
 * fails at one without a value.
 *
 * <p>What they say is asked from a configuration of its own, made of the platform's sources alone,
 * for the application's does not exist yet. Values are taken there as they stand, so that a
 * password may contain what would be an expression.
 */
public final class KafkaConfigSource implements ConfigSource {

  /** What stands before the connector's settings in MicroProfile Config. */
  static final String CONNECTOR = "mp.messaging.connector.liberty-kafka.";

  /** Above the properties file, below all that an operator sets. */
  private static final int ORDINAL = 150;

  private final Map<String, String> properties;

  /** Found by MicroProfile Config through META-INF/services. */
  public KafkaConfigSource() {
    this(literals());
  }

  /**
   * @param settings gives the value of a setting of the board, or nothing
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

  /** Who reads the value looks for expressions in it. */
  private static String literal(String value) {
    return value.replace("$", "$$");
  }

  /** The platform's settings, each as it stands. */
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

  /** Has a configuration take every value as it stands. */
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
