package org.messageboard.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * From where browsers load the page's files.
 *
 * @param assets address of this server's {@code assets/} elsewhere, such as on a CDN, with a slash
 *     at its end; empty if browsers load them from this server
 */
@Dependent
public record PageSettings(String assets) {

  private static final String NONE = "";

  @Inject
  public PageSettings(Settings settings) {
    this(
        settings
            .optional(
                "page.assets.url",
                "an http or https address without query, such as https://cdn.example/assets/",
                value ->
                    value.matches("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?"))
            .map(value -> value.endsWith("/") ? value : value + "/")
            .orElse(NONE));
  }

  /** Whether browsers load the files from another origin. */
  boolean elsewhere() {
    return !assets.isEmpty();
  }

  /**
   * The origin of the files as a source of a Content Security Policy: a space and it, or nothing.
   */
  String source() {
    return elsewhere() ? " " + assets.replaceFirst("(?<=[^/:])/.*", "") : NONE;
  }
}
