package org.messageboard.settings;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The environment by the names of MicroProfile Config, whatever language the JVM speaks. The
 * platform's own source makes capital letters as the JVM's language does: in Turkish {@code
 * redis.url} becomes a name with a dotted capital I, and {@code REDIS_URL} is not read.
 */
public final class EnvironmentSource implements ConfigSource {

  /** Right below the platform's own, which comes first where it finds something. */
  private static final int ORDINAL = 299;

  private final Map<String, String> environment;

  /** Found by MicroProfile Config through META-INF/services. */
  public EnvironmentSource() {
    this(System.getenv());
  }

  public EnvironmentSource(Map<String, String> environment) {
    this.environment = environment;
  }

  /** None: which settings its variables are for is not to be told from their names. */
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public String getValue(String name) {
    return environment.get(Settings.variable(name));
  }

  @Override
  public String getName() {
    return "the environment, by names that do not depend on the language";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
