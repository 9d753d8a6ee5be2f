package org.messageboard.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Text;

/**
 * Somebody as the provider's claims say.
 *
 * @param claims of an ID token, or of a machine's token
 */
record Person(Map<String, Object> claims, SignInSettings settings) {

  private static final int SUBJECT_BYTES = 16;

  /** For people first (OpenID Connect Core, section 5.1), then for machines. */
  private static final List<String> NAMES =
      List.of("name", "preferred_username", "client_id", "azp");

  Identity identity() {
    return new Identity(known((String) claims.get("sub"), settings), name(), roles());
  }

  /** What an identifier of the provider's becomes here, so that no log has the original. */
  static String known(String name, SignInSettings settings) {
    try {
      var both = settings.issuer() + "\n" + name;
      var digest = MessageDigest.getInstance("SHA-256").digest(both.getBytes(UTF_8));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, SUBJECT_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no SHA-256, which every JVM must have.", e);
    }
  }

  private String name() {
    return NAMES.stream()
        .map(claims::get)
        .filter(String.class::isInstance)
        .map(value -> readable((String) value))
        .filter(value -> !Text.isInvisible(value))
        .findFirst()
        .orElse("Somebody");
  }

  /** Without what an author's name may not have. */
  private String readable(String name) {
    return name.codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
        .limit(settings.maxName())
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  /** A moderator may post, and who may post may read. */
  private Set<Role> roles() {
    var names = names();
    boolean moderator = has(Role.MODERATOR, names);
    boolean poster = moderator || has(Role.POSTER, names);
    boolean reader = poster || has(Role.READER, names) || isFor(Role.READER);
    var roles = EnumSet.noneOf(Role.class);
    if (reader) {
      roles.add(Role.READER);
    }
    if (poster || reader && isFor(Role.POSTER)) {
      roles.add(Role.POSTER);
    }
    if (moderator) {
      roles.add(Role.MODERATOR);
    }
    return roles;
  }

  /** Whether no name is needed for the role: everybody may read, and every reader may post. */
  private boolean isFor(Role role) {
    return settings.roles().get(role).isEmpty();
  }

  private boolean has(Role role, Set<String> names) {
    return settings.roles().get(role).stream().anyMatch(names::contains);
  }

  /** What stands in the roles' claim: a list, or a text with spaces between the names. */
  private Set<String> names() {
    Object value = claims;
    for (var part : settings.rolesClaim()) {
      value = value instanceof Map<?, ?> map ? map.get(part) : null;
    }
    if (value instanceof Collection<?> list) {
      return list.stream().map(String::valueOf).collect(toSet());
    }
    return value instanceof String text ? Stream.of(text.split(" ")).collect(toSet()) : Set.of();
  }

  /** Without the claims. */
  @Override
  public String toString() {
    return "somebody of " + settings.issuer();
  }
}
