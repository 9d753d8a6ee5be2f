package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody whom the board recognises from one request to the next.
 *
 * @param subject the same in every request of this person, and nobody else's. It never leaves the
 *     servers, Kafka and Redis.
 * @param name what the person is called, or null for a guest, who gives a name with each message
 * @param roles what the person may do
 */
public record Identity(String subject, String name, Set<Role> roles) {

  /** The form of {@link #person()}. */
  public static final Pattern PERSON = Pattern.compile("[A-Za-z0-9_-]{16}");

  private static final int PERSON_BYTES = 12;

  /** Of somebody whose subject is not known, only the public id that follows: of an import. */
  private static final String IMPORTED = "person:";

  private static final String OPERATOR = "operator";

  /** What a person may do. */
  public enum Role {
    READER,
    POSTER,
    MODERATOR
  }

  /** A guest may read, post, and change its own messages. */
  public static Identity guest(String subject) {
    return new Identity(subject, null, Set.of(Role.READER, Role.POSTER));
  }

  /** Whoever has the operator's token. */
  public static Identity operator() {
    return new Identity(OPERATOR, "Operator", Set.of(Role.values()));
  }

  public boolean isOperator() {
    return subject.equals(OPERATOR);
  }

  /** The owner of what a person is said to have done: it has the person's id, and nobody is it. */
  public static String imported(String person) {
    return IMPORTED + person;
  }

  /** Whether it is the owner of something imported. */
  public static boolean isImported(String subject) {
    return subject != null && subject.startsWith(IMPORTED);
  }

  /** Whether it is a person who has signed in. */
  public boolean isSignedIn() {
    return name != null;
  }

  /** Whether it may do what guests may not: it has signed in, and has this role. */
  public boolean isModerator() {
    return isSignedIn() && roles.contains(Role.MODERATOR);
  }

  /** The public id of the person: what others know it by. */
  public String person() {
    return person(subject);
  }

  /** The public id that follows from a subject, and from which the subject does not follow. */
  public static String person(String subject) {
    if (isImported(subject)) {
      return subject.substring(IMPORTED.length());
    }
    var digest = Digest.of(("message-board person\n" + subject).getBytes(UTF_8));
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, PERSON_BYTES));
  }

  /** Without the subject, which no log shows. */
  @Override
  public String toString() {
    return (name == null ? "a guest" : name) + " " + roles;
  }
}
