package org.messageboard.posting;

import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.board.Text;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;

/** What a client asks to be posted. An instance is valid. */
public record NewMessage(String author, String content, String channel) {

  /** What is given instead of a text where the JSON has another type. */
  private static final String NOT_TEXT = "\uDFFF";

  /**
   * Reads the body of a request.
   *
   * @throws ProblemException status 400 when it is not a message; every violated field is listed
   */
  static NewMessage read(byte[] body, MessageLimits limits) {
    try {
      return read(StrictJson.object(body), limits);
    } catch (NotJsonException e) {
      throw new ProblemException(Problem.of(400, e.getMessage()), e);
    }
  }

  private static NewMessage read(Map<String, JsonValue> json, MessageLimits limits) {
    var errors = new ArrayList<FieldError>();
    var author = text(json, "author", limits.author(), false, errors);
    var content = text(json, "content", limits.content(), true, errors);
    var channel = StrictJson.text(json, "channel", () -> NOT_TEXT);
    if (channel != null && !ChannelName.isValid(channel)) {
      errors.add(new FieldError("channel", ChannelName.RULE));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
    return new NewMessage(author, content, channel == null ? ChannelName.DEFAULT : channel);
  }

  private static String text(
      Map<String, JsonValue> json, String field, int max, boolean lines, List<FieldError> errors) {
    var text = StrictJson.text(json, field, () -> NOT_TEXT);
    var wrong = wrong(text, max, lines);
    if (wrong != null) {
      errors.add(new FieldError(field, field + " " + wrong));
    }
    return text;
  }

  private static String wrong(String text, int max, boolean lines) {
    if (text == null) {
      return "is missing.";
    }
    if (text.equals(NOT_TEXT)) {
      return "must be a text.";
    }
    if (Text.isInvisible(text)) {
      return "must not be blank.";
    }
    if (Text.length(text) > max) {
      return "must have at most " + max + " characters; it has " + Text.length(text) + ".";
    }
    if (!Text.isWellFormed(text)) {
      return "must be valid Unicode; it has half of a surrogate pair.";
    }
    if (Text.hasControls(text, lines)) {
      return lines
          ? "must not have control characters other than line breaks and tabs."
          : "must not have control characters.";
    }
    return null;
  }

  /**
   * The message that is made of it now.
   *
   * @param owner the subject of who posts it, or null
   */
  Message accept(String id, String owner) {
    return new Message(null, id, channel, author, content, Origin.stamp(), owner);
  }
}
