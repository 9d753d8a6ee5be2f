package org.messageboard.writing;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageboard.board.Identity;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * What a client asks for by an {@link Operation}.
 *
 * @param body an object with all members of the request's body, and what else the request has
 * @param json its members
 * @param caller who asks; empty for somebody whom the board does not recognise
 */
public record Asked(byte[] body, Map<String, JsonValue> json, Optional<Identity> caller) {

  /** Its {@code key}, which stands for the header {@code Idempotency-Key}, or null. */
  public String key() {
    return optional("key");
  }

  /** Its {@code revision}, as the header {@code If-Match} has it, or null. */
  public String ifMatch() {
    return json.get("revision") instanceof JsonNumber number
        ? "\"" + number + "\""
        : optional("revision");
  }

  /**
   * A part of the request's address.
   *
   * @throws ProblemException status 400 if it is missing
   */
  public String part(String name) {
    if (!json.containsKey(name)) {
      throw wrong(name, name + " is missing.");
    }
    return optional(name);
  }

  /**
   * A text, or null if it is missing.
   *
   * @throws ProblemException status 400 if it is something else
   */
  public String optional(String name) {
    var value = json.get(name);
    if (value == null || value instanceof JsonString) {
      return value == null ? null : ((JsonString) value).getString();
    }
    throw wrong(name, name + " must be a text.");
  }

  /** The caller's subject, or null. */
  public String subject() {
    return caller.map(Identity::subject).orElse(null);
  }

  private static ProblemException wrong(String name, String message) {
    return new ProblemException(Problem.of(400, List.of(new FieldError(name, message))));
  }
}
