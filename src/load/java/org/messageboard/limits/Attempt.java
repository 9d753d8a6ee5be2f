package org.messageboard.limits;

import org.messageboard.client.Request;

/**
 * One request of the fuzzer.
 *
 * @param request its bytes
 * @param target what it asks for
 * @param body what it posts; null when it posts nothing
 * @param mustBeTaken whether nothing is wrong with it
 */
record Attempt(Request request, String target, byte[] body, boolean mustBeTaken) {}
