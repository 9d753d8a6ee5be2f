package org.messageboard.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The bytes of a request.
 *
 * @param bytes all of them, as they go over the wire
 * @param isHead whether its answer has no body
 */
public record Request(byte[] bytes, boolean isHead) {

  /**
   * A GET.
   *
   * @param target path and query
   * @param headers whole header lines
   */
  public static Request get(String target, String... headers) {
    return of("GET", target, null, headers);
  }

  /** A post of JSON to the board; the headers are whole lines. */
  public static Request post(String json, String... headers) {
    var all = Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Content-Type: application/json";
    return of("POST", "/api/messages", json.getBytes(UTF_8), all);
  }

  /**
   * Any request with a correct frame.
   *
   * @param body null for none
   * @param headers whole lines, beside {@code Host} and {@code Content-Length}
   */
  public static Request of(String method, String target, byte[] body, String... headers) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    if (body != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
    if (body != null) {
      bytes.writeBytes(body);
    }
    return new Request(bytes.toByteArray(), method.equals("HEAD"));
  }

  /** A stream of all channels that begins with what is new. */
  public static Request stream() {
    return stream("", "");
  }

  /**
   * A stream.
   *
   * @param query such as {@code ?channel=general}; empty for all channels
   * @param lastEventId to resume after; empty for what is new
   */
  public static Request stream(String query, String lastEventId) {
    var accept = "Accept: text/event-stream";
    var target = "/api/messages/stream" + query;
    return lastEventId.isEmpty()
        ? get(target, accept)
        : get(target, accept, "Last-Event-ID: " + lastEventId);
  }
}
