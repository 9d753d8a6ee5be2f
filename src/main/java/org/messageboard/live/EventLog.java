package org.messageboard.live;

import java.util.List;
import java.util.Optional;
import org.messageboard.board.Position;

/** The board's newest events, in order; the replay buffer holds the newest of them. */
public interface EventLog {

  /** The log does not answer. */
  final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AwayException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * What a read found.
   *
   * @param position where the board stands
   * @param from the number with which its epoch began; events up to it were not published
   * @param events events in order, as JSON
   */
  record Page(Position position, long from, List<byte[]> events) {

    /** Nothing can be read: the view lacks records and is being filled. */
    public static final Page FILLING = new Page(ReplayBuffer.UNKNOWN, 0, List.of());
  }

  /**
   * Reads events after a number, oldest first; not all when there are very many.
   *
   * @param known the newest position that this server has seen, or null. When the board stands
   *     before it in the same epoch, it has lost events, and a consumer begins a new epoch.
   * @return nothing when the board is empty, {@link Page#FILLING} while the view is being filled
   * @throws AwayException when the log does not answer
   */
  Optional<Page> after(long number, Position known);

  /** The same for one client of many; no other reader waits for it. */
  default Optional<Page> backlog(long number) {
    return after(number, null);
  }
}
