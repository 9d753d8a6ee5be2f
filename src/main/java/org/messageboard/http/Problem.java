package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * An error response: {@code application/problem+json} (RFC 9457) with a sentence that a person can
 * act on.
 *
 * @param status HTTP status code
 * @param detail the sentence
 * @param errors the invalid fields, if any
 * @param retryAfter after how long to try again (RFC 9110, section 10.2.3), or null
 */
public record Problem(int status, String detail, List<FieldError> errors, Duration retryAfter) {

  /** Media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String RETRY_AFTER = "Retry-After";

  /**
   * An invalid field.
   *
   * @param field name of the JSON member, parameter or header
   * @param message what it must be, in a sentence
   */
  public record FieldError(String field, String message) {}

  /** A problem without fields. */
  public static Problem of(int status, String detail) {
    return new Problem(status, detail, List.of(), null);
  }

  /** A problem with these fields; the detail joins their sentences. */
  public static Problem of(int status, List<FieldError> errors) {
    var detail = String.join(" ", errors.stream().map(FieldError::message).toList());
    return new Problem(status, detail, List.copyOf(errors), null);
  }

  /** Status 503: something that the board depends on is unavailable. */
  public static Problem unavailable(String detail, Duration retryAfter) {
    return new Problem(503, detail, List.of(), retryAfter);
  }

  /** The response with this problem. */
  public Response toResponse() {
    var response =
        Response.status(status)
            .type(MEDIA_TYPE)
            .header("Cache-Control", "no-store")
            .entity(toJson());
    if (closesConnection()) {
      response.header("Connection", "close");
    }
    if (retryAfter != null) {
      response.header(RETRY_AFTER, retrySeconds());
    }
    return response.build();
  }

  /** Answers with this problem, outside JAX-RS. */
  public void send(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    if (retryAfter != null) {
      response.setHeader(RETRY_AFTER, Long.toString(retrySeconds()));
    }
    response.getOutputStream().write(toJson().getBytes(UTF_8));
  }

  private long retrySeconds() {
    return Math.max(1, retryAfter.toSeconds());
  }

  /**
   * Whether to close the connection after the response, because the rest of a body will not be
   * read.
   */
  private boolean closesConnection() {
    return status == 408 || status == 413;
  }

  String toJson() {
    var json =
        Json.createObjectBuilder()
            .add("type", "about:blank")
            .add("title", title())
            .add("status", status)
            .add("detail", detail);
    if (!errors.isEmpty()) {
      var list = Json.createArrayBuilder();
      errors.forEach(
          e ->
              list.add(
                  Json.createObjectBuilder().add("field", e.field()).add("message", e.message())));
      json.add("errors", list);
    }
    return json.build().toString();
  }

  private String title() {
    var known = Status.fromStatusCode(status);
    // RFC 9110, section 15.5.21; Jakarta REST does not have it
    var other = status == 422 ? "Unprocessable Content" : "Error";
    return known == null ? other : known.getReasonPhrase();
  }
}
