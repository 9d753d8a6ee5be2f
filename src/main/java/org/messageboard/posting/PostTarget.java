package org.messageboard.posting;

import java.util.List;
import org.messageboard.board.MessageJson;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * Where a posted message is to stand.
 *
 * @param keyed whether the client chose the id
 * @param location relative to the address that was posted to (RFC 9110, section 10.2.2), so that it
 *     is right at any context root and behind a proxy that changes the path
 */
record PostTarget(String id, boolean keyed, String location) {

  /**
   * @param key the {@code Idempotency-Key}, or null
   * @param address the path that was posted to, which may end with a slash or parameters
   * @throws ProblemException status 400 when the key is not a UUID
   */
  static PostTarget of(String key, String address) {
    var id = key == null ? MessageJson.newId() : id(unquoted(key.strip()));
    var last = address.replaceFirst(".*/", "").replaceFirst(";.*", "");
    return new PostTarget(id, key != null, last.isEmpty() ? id : "messages/" + id);
  }

  private static String id(String key) {
    var id = MessageJson.idOf(key);
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
