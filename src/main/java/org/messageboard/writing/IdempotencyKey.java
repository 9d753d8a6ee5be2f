package org.messageboard.writing;

import java.util.List;
import org.messageboard.board.MessageJson;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/** The header {@code Idempotency-Key}: the id of what is written. */
public final class IdempotencyKey {

  private IdempotencyKey() {}

  /**
   * The key, or a new one.
   *
   * @param header the header, or null
   * @throws ProblemException status 400 when it is not a UUID
   */
  public static String of(String header) {
    var id = header == null ? MessageJson.newId() : MessageJson.idOf(unquoted(header.strip()));
    if (id == null) {
      throw new ProblemException(
          Problem.of(
              400,
              List.of(
                  new FieldError(
                      "Idempotency-Key",
                      "Idempotency-Key must be a UUID, such as"
                          + " 0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10."))));
    }
    return id;
  }

  /** A key may be a string of RFC 8941 too, as the IETF's draft of this header has it. */
  private static String unquoted(String key) {
    return key.matches("\".*\"") ? key.substring(1, key.length() - 1) : key;
  }
}
