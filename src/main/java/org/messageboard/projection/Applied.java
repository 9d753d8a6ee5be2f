package org.messageboard.projection;

import java.util.List;
import org.messageboard.messages.Position;

/**
 * What a call of {@code apply.lua} did.
 *
 * @param position where the board stands now
 * @param results one per record, in their order
 */
record Applied(Position position, List<Result> results) {

  /** What happened to one record; the order is that of the script's numbers. */
  enum Result {
    /** It is an event now. */
    APPLIED,
    /** Its offset, or a later one, was applied before. */
    OFFSET_KNOWN,
    /** Its message is an event already: somebody repeated a post. */
    MESSAGE_KNOWN,
    /** Offsets before it are missing; it was not applied. */
    GAP
  }

  boolean has(Result result) {
    return results.contains(result);
  }
}
