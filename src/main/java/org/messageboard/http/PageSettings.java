package org.messageboard.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.messageboard.settings.Settings;

/**
 * From where browsers load the page's files, and what the page knows of its board before it asks.
 *
 * @param assets address of this server's {@code assets/} elsewhere, such as on a CDN, with a slash
 *     at its end; empty if browsers load them from this server
 * @param auth how people are recognised: {@code guest} or {@code oidc}
 * @param read who may read: {@code public} or {@code signed-in}
 * @param transport how the page follows the board: {@code sse} or {@code socket}
 * @param statistics whether the board has statistics to show
 */
@Dependent
public record PageSettings(
    String assets, String auth, String read, String transport, boolean statistics) {

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
            .orElse(NONE),
        choice(settings, "auth.mode", "oidc", "guest"),
        choice(settings, "board.read", "signed-in", "public"),
        settings
            .optional("stream.transport", "sse or socket", List.of("sse", "socket")::contains)
            .orElse("sse"),
        settings.text("statistics.enabled").filter("true"::equals).isPresent());
  }

  /** Anything else stops the start elsewhere. */
  private static String choice(Settings settings, String name, String other, String usual) {
    return settings.text(name).filter(other::equals).orElse(usual);
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
