package org.messageboard.http;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import org.messageboard.settings.Settings;

/**
 * Which other origins' pages may use the API as the board's own page does.
 *
 * @param origins as browsers send them in {@code Origin} (RFC 6454, section 6.2); empty for none
 */
@Dependent
public record CorsSettings(Set<String> origins) {

  private static final String HOST = "([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])";

  /** Without the standard port, which browsers leave out. */
  private static final String ORIGIN =
      "(http://HOST(?!:80$)|https://HOST(?!:443$))(:[1-9][0-9]{0,4})?".replace("HOST", HOST);

  @Inject
  public CorsSettings(Settings settings) {
    this(
        settings
            .optional(
                "cors.origins",
                "origins as browsers send them, separated by commas, such as"
                    + " https://app.example,http://localhost:8080: without *, path and standard"
                    + " port, in lower case",
                value -> list(value).stream().allMatch(origin -> origin.matches(ORIGIN)))
            .map(value -> Set.copyOf(list(value)))
            .orElse(Set.of()));
  }

  /** Whether a request with this {@code Origin}, which may be null, is from one of them. */
  public boolean allows(String origin) {
    return origin != null && origins.contains(origin);
  }

  private static List<String> list(String value) {
    return List.of(value.split(",\\s*", -1)).stream().distinct().toList();
  }
}
