package org.messageboard.accounts;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.messageboard.settings.Settings;

/**
 * How people are recognised ({@code auth.mode}): so far as guests only.
 *
 * @param keys the secrets that sign cookies, the newest first; none if the servers are to share one
 *     of their own
 */
@Dependent
public record AuthSettings(List<String> keys) {

  private static final String KEY = "auth.key";

  /** Half of what HMAC-SHA256 can use (RFC 2104, section 3), in characters of any alphabet. */
  private static final int MIN_LENGTH = 32;

  @Inject
  public AuthSettings(Settings settings) {
    this(settings.make(() -> keys(settings.text(KEY))).orElse(List.of()));
    settings.read("auth.mode", "guest", "guest"::equals);
  }

  private static List<String> keys(Optional<String> text) {
    var keys = text.map(value -> List.of(value.strip().split("[\\s,]+", -1))).orElse(List.of());
    if (keys.stream().anyMatch(key -> key.length() < MIN_LENGTH)) {
      throw Settings.wrong(
          KEY,
          "must have %s characters or more, and so must each of several keys with commas between them"
              .formatted(MIN_LENGTH));
    }
    return keys;
  }
}
