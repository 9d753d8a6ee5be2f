package org.messageboard.limits;

import org.messageboard.client.Request;

/**
 * One request of the fuzzer.
 *
 * @param request its bytes
 * @param target what it asks for
 * @param body what it posts; null when it posts nothing
 * @param mustBeTaken whether nothing is wrong with it
 * @param operation what it asks for; null when the board does not say that it can do that
 */
record Attempt(
    Request request, String target, byte[] body, boolean mustBeTaken, Operation operation) {

  /** Whether it posts a message, if it is taken. */
  boolean isPost() {
    return mustBeTaken || operation != null && operation.toString().equals("POST /api/messages");
  }
}
