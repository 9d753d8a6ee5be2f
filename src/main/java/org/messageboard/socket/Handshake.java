package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/** The opening handshake of the server (RFC 6455, section 4.2). */
final class Handshake {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final String PROTOCOL = "websocket";
  private static final String VERSION = "13";
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** 16 bytes in Base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{21}[AQgw]==");

  private Handshake() {}

  /** Whether the request asks for a WebSocket of the version that the board knows. */
  static boolean isAskedFor(HttpServletRequest request) {
    return request.getProtocol().equals("HTTP/1.1")
        && has(request, "Upgrade", PROTOCOL)
        && has(request, "Connection", "upgrade")
        && VERSION.equals(request.getHeader("Sec-WebSocket-Version"));
  }

  private static boolean has(HttpServletRequest request, String header, String token) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(each -> each.strip().equalsIgnoreCase(token));
  }

  /** The answer to every other request: status 426 (RFC 9110, section 15.5.22). */
  static Response refusal() {
    var problem =
        Problem.of(426, "This address is a WebSocket (RFC 6455, version 13), over HTTP/1.1.");
    return Response.fromResponse(problem.toResponse())
        .header("Upgrade", PROTOCOL)
        .header("Connection", "Upgrade")
        .header("Sec-WebSocket-Version", VERSION)
        .build();
  }

  /**
   * The answer to a client whose connection is handed over.
   *
   * @throws ProblemException status 400 if its key is not one
   */
  static Response acceptance(HttpServletRequest request) {
    return Response.status(SWITCHING_PROTOCOLS)
        .header("Upgrade", PROTOCOL)
        .header("Connection", "Upgrade")
        .header("Sec-WebSocket-Accept", accept(key(request)))
        .build();
  }

  static String key(HttpServletRequest request) {
    var key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !KEY.matcher(key.strip()).matches()) {
      var error =
          new FieldError("Sec-WebSocket-Key", "Sec-WebSocket-Key must be 16 bytes in Base64.");
      throw new ProblemException(Problem.of(400, List.of(error)));
    }
    return key.strip();
  }

  static String accept(String key) {
    return Base64.getEncoder().encodeToString(sha1().digest((key + GUID).getBytes(US_ASCII)));
  }

  /** RFC 6455 requires it, and not for its strength. */
  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
