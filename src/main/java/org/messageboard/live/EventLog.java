package org.messageboard.live;

import java.util.List;
import java.util.Optional;
import org.messageboard.board.Position;

/** The board's recent events, in order; the replay buffer has the newest of them. */
public interface EventLog {

  /** Thrown when the log does not answer. */
  final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The answer to a read.
   *
   * @param position the board's current position
   * @param from the number with which its epoch began; events up to it were not published
   * @param events the events as JSON, in order
   * @param after the number after which none of the missing ones has been lost: their content was
   *     deleted, or replaced by that of a newer event
   */
  record Page(Position position, long from, List<byte[]> events, long after) {

    /** Nothing can be read, because the view is incomplete and being filled. */
    public static final Page FILLING = new Page(ReplayBuffer.UNKNOWN, 0, List.of(), 0);
  }

  /**
   * Reads events after a number, oldest first, up to the size of a page.
   *
   * @param known the newest position that this server has seen, or null. If the board is behind it
   *     in the same epoch, it has lost events, and a consumer begins a new epoch.
   * @return empty if the board is empty, {@link Page#FILLING} while the view is being filled
   * @throws AwayException if the log does not answer
   */
  Optional<Page> after(long number, Position known);

  /** The same for a single client; other readers do not wait for it. */
  default Optional<Page> backlog(long number) {
    return after(number, null);
  }
}
