package org.messageboard.posting;

import org.messageboard.http.ProblemException;
import org.messageboard.writing.IdempotencyKey;

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
    var id = IdempotencyKey.of(key);
    var last = address.replaceFirst(".*/", "").replaceFirst(";.*", "");
    return new PostTarget(id, key != null, last.isEmpty() ? id : "messages/" + id);
  }
}
