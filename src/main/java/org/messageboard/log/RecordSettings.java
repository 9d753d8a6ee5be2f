package org.messageboard.log;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.regex.Pattern;
import org.messageboard.settings.Settings;

/**
 * How records are written; all forms are read always.
 *
 * @param avro whether they are written as Avro; otherwise as JSON
 * @param registry the schema registry's address, or null without one. It may have a password.
 */
@Dependent
public record RecordSettings(boolean avro, URI registry) {

  private static final String REGISTRY = "schema.registry.url";
  private static final Pattern ADDRESS =
      Pattern.compile("https?://([^@/?#\\s]+@)?[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?");

  @Inject
  public RecordSettings(Settings settings) {
    this(
        settings
            .read("board.record.format", "json or avro", value -> value.matches("json|avro"))
            .filter("avro"::equals)
            .isPresent(),
        settings
            .make(() -> settings.text(REGISTRY).map(RecordSettings::address))
            .flatMap(address -> address)
            .orElse(null));
  }

  /** The complaint does not show the value, which may have a password. */
  private static URI address(String value) {
    if (!ADDRESS.matcher(value).matches()) {
      throw Settings.wrong(
          REGISTRY,
          "must be an http or https address without query, such as"
              + " https://user:password@registry.example");
    }
    return URI.create(value.endsWith("/") ? value : value + "/");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return (avro ? "avro" : "json") + (registry == null ? "" : " with " + registry.getHost());
  }
}
