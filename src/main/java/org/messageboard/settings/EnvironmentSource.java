package org.messageboard.settings;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Environment variables by the names of MicroProfile Config, independent of the JVM's language. The
 * platform's own source converts names to upper case in that language: in Turkish {@code redis.url}
 * gets a dotted capital I, and {@code REDIS_URL} is not read.
 */
public final class EnvironmentSource implements ConfigSource {

  /** Right below the platform's own source, which takes precedence. */
  private static final int ORDINAL = 299;

  private final Map<String, String> environment;

  /** Found by MicroProfile Config through META-INF/services. */
  public EnvironmentSource() {
    this(System.getenv());
  }

  public EnvironmentSource(Map<String, String> environment) {
    this.environment = environment;
  }

  /** None: a setting's name does not follow from its variable's. */
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
