package org.messageboard.view;

import java.util.List;
import org.messageboard.board.Position;

/**
 * The result of a call to {@code apply.lua}.
 *
 * @param position the board's position after the call
 * @param state whether the view accepted records at all
 * @param results one per record, in order; empty unless the state is {@link State#WHOLE}
 */
public record Applied(Position position, State state, List<Result> results) {

  /** The state of the board's view in Redis, in the order of the scripts' numbers. */
  public enum State {
    /** Complete, as far as Redis alone can tell. */
    WHOLE,
    /** Something is missing, or a repair is filling the view: only a repair may add records. */
    LACKING,
    /** There is no view: the board is new, or Redis was wiped. Only Kafka can tell which. */
    EMPTY
  }

  /** What happened to a record, in the order of the script's numbers. */
  public enum Result {
    /** It became an event. */
    APPLIED,
    /** Its offset, or a later one, had already been applied. */
    OFFSET_KNOWN,
    /** Its message is already an event, because a post was repeated; or the record was skipped. */
    MESSAGE_KNOWN,
    /** Offsets before it are missing, so it was not applied. */
    GAP,
    /** It changed nothing: the judge found that it does not count. */
    WITHOUT_EFFECT
  }

  public boolean has(Result result) {
    return results.contains(result);
  }

  /** Whether every record is in Redis now. */
  public boolean isDone() {
    return state == State.WHOLE && !has(Result.GAP);
  }
}
