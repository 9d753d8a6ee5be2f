package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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
 * @param after the messages directly after this position, or null
 * @param around the id of the message that shall be in the middle, or null
 * @param limit maximum number of messages
 */
public record HistoryQuery(
    String channel, String author, Position before, Position after, String around, int limit) {

  /** The limit if a request names none. */
  public static final int DEFAULT_LIMIT = 100;

  /** The largest limit. */
  public static final int MAX_LIMIT = 1000;

  /**
   * Parses the parameters of a request; each may be null.
   *
   * @throws ProblemException with status 400, listing every invalid parameter
   */
  public static HistoryQuery of(
      String channel, String author, String before, String after, String around, String limit) {
    var errors = new ArrayList<FieldError>();
    if (channel != null && !ChannelName.isValid(channel)) {
      errors.add(new FieldError("channel", ChannelName.RULE));
    }
    var older = position("before", before, errors);
    var newer = position("after", after, errors);
    if (Stream.of(before, after, around).filter(Objects::nonNull).count() > 1) {
      var field = around == null ? "after" : "around";
      errors.add(new FieldError(field, "Send only one of before, after and around."));
    }
    if (around != null && author != null) {
      errors.add(new FieldError("around", "around cannot be combined with author."));
    }
    int count = limit(limit, errors);
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
    var id = around == null ? null : around.toLowerCase(Locale.ROOT);
    return new HistoryQuery(channel, author, older, newer, id, count);
  }

  private static Position position(String name, String value, List<FieldError> errors) {
    var position = Position.parse(value);
    if (value != null && position.isEmpty()) {
      errors.add(
          new FieldError(name, name + " must be a position as messages carry it, <epoch>:<n>."));
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
