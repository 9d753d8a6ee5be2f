package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * The messages that a client asks for. Every instance is valid.
 *
 * @param channel only messages in this channel, or null
 * @param author only messages by this author, or null
 * @param before only messages before this position, or null
 * @param limit maximum number of messages
 */
public record HistoryQuery(String channel, String author, Position before, int limit) {

  /** The limit if a request names none. */
  public static final int DEFAULT_LIMIT = 100;

  /** The largest limit. */
  public static final int MAX_LIMIT = 1000;

  /**
   * Parses the parameters of a request; each may be null.
   *
   * @throws ProblemException with status 400, listing every invalid parameter
   */
  public static HistoryQuery of(String channel, String author, String before, String limit) {
    var errors = new ArrayList<FieldError>();
    if (channel != null && !ChannelName.isValid(channel)) {
      errors.add(new FieldError("channel", ChannelName.RULE));
    }
    var position = position(before, errors);
    int count = limit(limit, errors);
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
    return new HistoryQuery(channel, author, position, count);
  }

  private static Position position(String before, List<FieldError> errors) {
    var position = Position.parse(before);
    if (before != null && position.isEmpty()) {
      errors.add(
          new FieldError("before", "before must be a position as messages carry it, <epoch>:<n>."));
    }
    return position.orElse(null);
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
