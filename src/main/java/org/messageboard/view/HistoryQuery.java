package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * Which messages are asked for. An instance is valid.
 *
 * @param channel only this channel, or null
 * @param author only this author, or null
 * @param before only what stands before it, or null
 * @param limit at most so many
 */
public record HistoryQuery(String channel, String author, Position before, int limit) {

  /** Messages of a page when none are named. */
  public static final int DEFAULT_LIMIT = 100;

  /** Messages of a page at most. */
  public static final int MAX_LIMIT = 1000;

  /**
   * Reads the parameters of a request; each may be null.
   *
   * @throws ProblemException status 400; every wrong parameter is listed
   */
  public static HistoryQuery of(String channel, String author, String before, String limit) {
    var errors = new ArrayList<FieldError>();
    if (channel != null && !ChannelName.isValid(channel)) {
      errors.add(new FieldError("channel", ChannelName.RULE));
    }
    var position = Position.parse(before);
    if (before != null && position.isEmpty()) {
      errors.add(
          new FieldError("before", "before must be a position as messages carry it, <epoch>:<n>."));
    }
    int count = limit(limit, errors);
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
    return new HistoryQuery(channel, author, position.orElse(null), count);
  }

  private static int limit(String limit, List<FieldError> errors) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (limit.matches("[0-9]{1,4}")) {
      int count = Integer.parseInt(limit);
      if (count >= 1 && count <= MAX_LIMIT) {
        return count;
      }
    }
    errors.add(
        new FieldError("limit", "limit must be a whole number from 1 to " + MAX_LIMIT + "."));
    return DEFAULT_LIMIT;
  }
}
