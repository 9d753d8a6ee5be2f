package org.messageboard.posting;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.messageboard.board.Message;
import org.messageboard.board.MessageFields;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ViewReader.Found;

/**
 * Recognises a post whose {@code Idempotency-Key} was used before. What stands on the board
 * decides; what is on its way there is remembered for the newest posts of this server, by a digest.
 * Not recognised is a key that was used at another server a moment ago, or while Redis is away:
 * then the message that comes first in Kafka stands, and {@code Location} tells which one that is.
 * Thread-safe.
 */
final class UsedKeys {

  /** About 200 bytes each. */
  private static final int MOST = 10_000;

  private record Posted(UUID content, String timestamp, String owner) {}

  private final Map<String, Posted> newest =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Posted> eldest) {
              return size() > MOST;
            }
          });

  private final Function<Message, Optional<Found>> board;

  /**
   * @param board gives the message of the same id, if its owner may see it; nothing also when it
   *     cannot be asked
   */
  UsedKeys(Function<Message, Optional<Found>> board) {
    this.board = board;
  }

  /**
   * The message as it was first posted under its id: with a position when it stands on the board.
   *
   * @throws ProblemException status 422 when another one was, or the same one by somebody else
   */
  Message first(Message message) {
    var standing = board.apply(message);
    if (standing.isPresent()) {
      requireNotAnothers(message.owner(), standing.get().owner());
      return MessageFields.standing(standing.get().json(), message).orElseThrow(UsedKeys::used);
    }
    var posted = new Posted(digest(message), message.timestamp(), message.owner());
    var first = newest.putIfAbsent(message.id(), posted);
    if (first == null) {
      return message;
    }
    requireNotAnothers(message.owner(), first.owner());
    if (!first.content().equals(posted.content())) {
      throw used();
    }
    return message.as(null, first.timestamp());
  }

  /**
   * Nobody known may be the same person: whose cookie this server could not verify at one of the
   * attempts, or who got it between them.
   */
  private static void requireNotAnothers(String owner, String first) {
    if (owner != null && first != null && !owner.equals(first)) {
      throw used();
    }
  }

  private static UUID digest(Message message) {
    // None of them but the last may have a line break
    var thread = message.replyTo() == null ? "" : message.replyTo();
    var content = String.join("\n", message.channel(), thread, message.author(), message.content());
    return UUID.nameUUIDFromBytes(content.getBytes(UTF_8));
  }

  /** The status is that of draft-ietf-httpapi-idempotency-key-header, section 2.7. */
  private static ProblemException used() {
    return new ProblemException(
        Problem.of(
            422,
            List.of(
                new FieldError(
                    "Idempotency-Key",
                    "Idempotency-Key was used for another message. Send this one under a key of its"
                        + " own."))));
  }
}
