package org.messageboard.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * What a request was answered with.
 *
 * @param status the status
 * @param headers the header fields by their names in lower case
 * @param bytes the body
 */
public record Answer(int status, Map<String, String> headers, byte[] bytes) {

  public String text() {
    return new String(bytes, UTF_8);
  }

  @Override
  public String toString() {
    return status + " " + headers + " " + text();
  }
}
