package org.messageboard.view;

import java.util.List;
import org.messageboard.board.Position;

/**
 * What a call of {@code apply.lua} did.
 *
 * @param position where the board stands now
 * @param state whether the view took records at all
 * @param results one per record, in their order; none unless the state is {@link State#WHOLE}
 */
public record Applied(Position position, State state, List<Result> results) {

  /** How the board's view in Redis stands; the order is that of the scripts' numbers. */
  public enum State {
    /** It is whole, as far as it can tell itself. */
    WHOLE,
    /** It lacks something, or is being filled: it takes records from a repair only. */
    LACKING,
    /** There is none yet, or Redis was wiped: only who has looked into Kafka knows. */
    EMPTY
  }

  /** What happened to one record; the order is that of the script's numbers. */
  public enum Result {
    /** It is an event now. */
    APPLIED,
    /** Its offset, or a later one, was applied before. */
    OFFSET_KNOWN,
    /** Its message is an event already: somebody repeated a post. */
    MESSAGE_KNOWN,
    /** Offsets before it are missing; it was not applied. */
    GAP
  }

  public boolean has(Result result) {
    return results.contains(result);
  }

  /** Whether every record is in Redis now. */
  public boolean isDone() {
    return state == State.WHOLE && !has(Result.GAP);
  }
}
