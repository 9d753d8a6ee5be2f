package org.messageboard.writing;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.board.Text;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/** The fields of a request's body. Every invalid one is remembered until {@link #check}. */
public final class Fields {

  /** What is given instead of a text where the JSON has another type. */
  private static final String NOT_TEXT = "\uDFFF";

  /** Numbers that JavaScript and Lua represent exactly have fewer. */
  private static final int LARGEST_BITS = 53;

  private final Map<String, JsonValue> json;
  private final List<FieldError> errors = new ArrayList<>();

  private Fields(Map<String, JsonValue> json) {
    this.json = json;
  }

  /**
   * Parses a body.
   *
   * @throws ProblemException status 400 when it is not one JSON object
   */
  public static Fields of(byte[] body) {
    try {
      return new Fields(StrictJson.object(body));
    } catch (NotJsonException e) {
      throw new ProblemException(Problem.of(400, e.getMessage()), e);
    }
  }

  /** A field that is not in a body, such as a parameter in an address; missing if it is empty. */
  public static Fields of(String field, String value) {
    return new Fields(
        value == null || value.isEmpty() ? Map.of() : Map.of(field, Json.createValue(value)));
  }

  /** Whether there is such a field, valid or not. */
  public boolean has(String field) {
    return json.containsKey(field);
  }

  /** All of them, unchecked. */
  public Map<String, JsonValue> members() {
    return json;
  }

  /**
   * A required text that people can see.
   *
   * @param max maximum number of code points
   * @param multiline whether it may have line breaks and tabs
   */
  public String text(String field, int max, boolean multiline) {
    var text = value(field);
    if (text == null) {
      fail(field, "is missing.");
    } else if (isText(field, text)) {
      if (Text.isInvisible(text)) {
        fail(field, "must not be blank.");
      } else {
        checkCharacters(field, text, max, multiline);
      }
    }
    return text;
  }

  /** A text that people can see, or null if it is missing. */
  public String optional(String field, int max) {
    return value(field) == null ? null : text(field, max, false);
  }

  /** One of these words. */
  public String requiredWord(String field, List<String> known) {
    if (value(field) == null) {
      fail(field, "is missing.");
    }
    return word(field, known);
  }

  /** A moment to come as {@link Origin#stamp} writes it, or null if it is missing. */
  public String future(String field) {
    var text = value(field);
    if (text == null) {
      return null;
    }
    try {
      var time = Origin.stamp(Instant.parse(text));
      if (time.compareTo(Origin.stamp()) > 0 && time.length() == Origin.stamp().length()) {
        return time;
      }
    } catch (DateTimeException e) {
      // As wrong as a moment that has passed
    }
    fail(field, "must be a time to come, such as 2026-03-01T12:00:00Z.");
    return null;
  }

  /** One of these words, or null if it is missing. */
  public String word(String field, List<String> known) {
    var word = value(field);
    if (word != null && !known.contains(word)) {
      fail(field, "must be " + String.join(" or ", known) + ".");
    }
    return word;
  }

  /**
   * People by their public ids, each once; none if the field is missing.
   *
   * @param max maximum number of people
   */
  public Set<String> people(String field, int max) {
    var people = new LinkedHashSet<String>();
    boolean areIds =
        json.getOrDefault(field, JsonValue.EMPTY_JSON_ARRAY) instanceof JsonArray list
            && list.size() <= max
            && list.stream().allMatch(each -> add(each, people));
    if (!areIds) {
      fail(field, "must be a list of at most " + max + " people's ids.");
    }
    return people;
  }

  private static boolean add(JsonValue each, Set<String> people) {
    if (each instanceof JsonString id && Identity.PERSON.matcher(id.getString()).matches()) {
      people.add(id.getString());
      return true;
    }
    return false;
  }

  /** A line that may be empty, and is if it is missing. */
  public String line(String field, int max) {
    var text = value(field);
    if (text != null && isText(field, text)) {
      checkCharacters(field, text, max, false);
    }
    return text == null ? "" : text;
  }

  /** A channel's name, or null if it is missing. */
  public String channel(String field) {
    var name = value(field);
    if (name != null && !ChannelName.isValid(name)) {
      errors.add(new FieldError(field, ChannelName.RULE));
    }
    return name;
  }

  /** A message's id, or null if it is missing. */
  public String id(String field) {
    var text = value(field);
    var id = text == null ? null : MessageJson.idOf(text);
    if (text != null && id == null) {
      fail(field, "must be the id of a message.");
    }
    return id;
  }

  /** A message's id. */
  public String requiredId(String field) {
    if (!json.containsKey(field)) {
      fail(field, "is missing.");
    }
    return id(field);
  }

  /** A whole number from 0 on. */
  public long whole(String field) {
    if (json.get(field) instanceof JsonNumber number
        && number.isIntegral()
        && number.bigIntegerValue().signum() >= 0
        && number.bigIntegerValue().bitLength() < LARGEST_BITS) {
      return number.longValue();
    }
    fail(field, "must be a whole number, 0 or more.");
    return 0;
  }

  /** True or false; empty if it is missing. */
  public Optional<Boolean> optionalFlag(String field) {
    return json.containsKey(field) ? Optional.of(flag(field)) : Optional.empty();
  }

  /** True or false, which it is if it is missing. */
  public boolean flag(String field) {
    var value = json.getOrDefault(field, JsonValue.FALSE);
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      fail(field, "must be true or false.");
    }
    return value == JsonValue.TRUE;
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException status 400 when a field is invalid; each is listed
   */
  public void check() {
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
  }

  private String value(String field) {
    return StrictJson.text(json, field, () -> NOT_TEXT);
  }

  private boolean isText(String field, String text) {
    if (text.equals(NOT_TEXT)) {
      fail(field, "must be a text.");
      return false;
    }
    return true;
  }

  private void checkCharacters(String field, String text, int max, boolean multiline) {
    if (Text.length(text) > max) {
      fail(field, "must have at most " + max + " characters; it has " + Text.length(text) + ".");
    } else if (!Text.isWellFormed(text)) {
      fail(field, "must be valid Unicode; it has half of a surrogate pair.");
    } else if (Text.hasControls(text, multiline)) {
      fail(
          field,
          multiline
              ? "must not have control characters other than line breaks and tabs."
              : "must not have control characters.");
    }
  }

  /** Notes what is wrong with a field, as the end of a sentence about it. */
  public void fail(String field, String wrong) {
    errors.add(new FieldError(field, field + " " + wrong));
  }
}
