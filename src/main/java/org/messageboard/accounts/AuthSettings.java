package org.messageboard.accounts;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.messageboard.settings.Settings;

/**
 * How people are recognised ({@code auth.mode}) and who may read ({@code board.read}).
 *
 * @param keys the secrets that protect cookies, the newest first; none if the servers are to share
 *     one of their own
 * @param signIn whether people sign in; otherwise they are guests
 * @param readPublic whether those who have not signed in may read
 */
@Dependent
public record AuthSettings(List<String> keys, boolean signIn, boolean readPublic) {

  private static final String KEY = "auth.key";
  private static final String READ = "board.read";
  private static final String SIGNED_IN = "signed-in";

  /** Half of what HMAC-SHA256 can use (RFC 2104, section 3), in characters of any alphabet. */
  private static final int MIN_LENGTH = 32;

  @Inject
  public AuthSettings(Settings settings) {
    this(
        settings.make(() -> keys(settings.text(KEY))).orElse(List.of()),
        is("oidc", "auth.mode", List.of("guest", "oidc"), settings),
        !is(SIGNED_IN, READ, List.of("public", SIGNED_IN), settings));
    settings.check(
        readPublic || signIn,
        READ,
        "is signed-in, but nobody can sign in where auth.mode is guest",
        "auth.mode");
  }

  private static boolean is(String value, String name, List<String> known, Settings settings) {
    Predicate<String> fits = known::contains;
    return settings.read(name, String.join(" or ", known), fits).filter(value::equals).isPresent();
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
