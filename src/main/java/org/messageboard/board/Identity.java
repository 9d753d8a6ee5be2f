package org.messageboard.board;

import java.util.Set;

/**
 * Somebody whom the board recognises from one request to the next.
 *
 * @param subject the same in every request of this person, and nobody else's. It never leaves the
 *     servers, Kafka and Redis.
 * @param name what the person is called, or null for a guest, who gives a name with each message
 * @param roles what the person may do
 */
public record Identity(String subject, String name, Set<Role> roles) {

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

  /** Without the subject, which no log shows. */
  @Override
  public String toString() {
    return (name == null ? "a guest" : name) + " " + roles;
  }
}
