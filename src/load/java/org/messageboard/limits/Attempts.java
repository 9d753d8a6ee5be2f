package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.messageboard.client.Request;
import org.messageboard.limits.Operation.Parameter;

/**
 * Makes requests of what the board says it can do, and spoils them. Their frame is right: methods,
 * targets, headers and bodies are what is wrong with them.
 *
 * @param operations what the board can do
 * @param existing what it has
 * @param callers header lines of who asks, or ""; whoever posts is the first
 * @param pick the choice
 */
record Attempts(List<Operation> operations, Existing existing, List<String> callers, Pick pick) {

  private static final String JSON = "Content-Type: application/json";

  private static final List<String> OTHER_TARGETS =
      List.of(
          "/",
          "/index.html",
          "/js/main.js",
          "/css/base.css",
          "/favicon.svg",
          "/404.html",
          "/error.html",
          "/health",
          "/health/live",
          "/health/ready",
          "/health/started",
          "/openapi",
          "/openapi/ui/",
          "/metrics",
          "/api",
          "/api/",
          "/api//messages",
          "/api/application.wadl",
          "/WEB-INF/web.xml",
          "/web-inf/web.xml",
          "/WEB-INF/classes/META-INF/microprofile-config.properties",
          "/META-INF/MANIFEST.MF",
          "/js/../WEB-INF/web.xml",
          "/js/%2e%2e/WEB-INF/web.xml",
          "/js/..%2fWEB-INF/web.xml",
          "/js/..;/WEB-INF/web.xml",
          "/./WEB-INF/./web.xml",
          "//WEB-INF/web.xml",
          "/WEB-INF%00/web.xml",
          "/%57EB-INF/web.xml",
          "/WEB-INF\\web.xml",
          "/../../../../etc/passwd",
          "/..%5c..%5cserver.xml",
          "/js/",
          "/js/main.js/",
          "/js/main.js%20",
          "/js/main.js::$DATA",
          "/index.html;jsessionid=1",
          "*",
          "http://localhost/api/channels",
          "http://elsewhere.example/");

  private static final List<String> METHODS =
      List.of(
          "GET",
          "POST",
          "PUT",
          "DELETE",
          "PATCH",
          "OPTIONS",
          "HEAD",
          "TRACE",
          "PROPFIND",
          "FOO",
          "get",
          "M".repeat(300));

  private static final List<String> CONTENT_TYPES =
      List.of(
          "application/json; charset=utf-8",
          "application/json;charset=utf-16",
          "application/json;charset=none-such",
          "application/json; charset=\"",
          "application/problem+json",
          "APPLICATION/JSON",
          "application/*",
          "*/*",
          "text/plain",
          "text/json",
          "application/xml",
          "multipart/form-data; boundary=x",
          "application/x-www-form-urlencoded",
          "json",
          "/",
          ";",
          "");

  private static final List<String> ACCEPTS =
      List.of(
          "*/*",
          "application/json",
          "text/event-stream",
          "text/html",
          "application/xml",
          "image/*;q=0",
          "application/json;q=abc",
          "application/json;q=2",
          "*",
          ",",
          "/",
          "a/b/c",
          "");

  private static final List<String> HEADERS =
      List.of(
          "Content-Encoding: gzip",
          "Content-Encoding: none-such",
          "Content-Encoding: gzip, gzip, gzip",
          "Accept-Encoding: gzip;q=1, *;q=0",
          "Accept-Encoding: none-such",
          "Accept-Language: xx-invalid-!;q=9",
          "Accept-Charset: none-such",
          "Range: bytes=0-0",
          "Range: bytes=9-1",
          "Range: bytes=-1,-2,-3,0-,99999999999999999999-",
          "If-Modified-Since: never",
          "If-None-Match: *",
          "If-Match: \"x\"",
          "Cookie: $Version=1; JSESSIONID=../../x; =;;",
          "Authorization: Basic !!!!",
          "Authorization: Bearer a.b.c",
          "Origin: null",
          "Forwarded: for=\"[::1\"",
          "X-Forwarded-For: 1.2.3.4, garbage",
          "X-Forwarded-Proto: none-such",
          "X-HTTP-Method-Override: DELETE",
          "$WSRA: 1.2.3.4",
          "$WSIS: true",
          "$WSPR: HTTP/9.9",
          "Expect: 100-continue",
          "Expect: something-else",
          "Upgrade: websocket",
          "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !!!",
          "TE: trailers, none-such",
          "Host: second.example",
          "Idempotency-Key: not-a-uuid",
          "Idempotency-Key: {0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10}",
          "Last-Event-ID: unknown:1",
          "Transfer-Encoding: identity",
          "X-Empty:",
          ": no name",
          "No colon",
          "Sp ace: x");

  Attempt next() {
    if (pick.percent(25)) {
      return good();
    }
    return pick.percent(20) ? other() : spoiled(pick.one(operations));
  }

  private Attempt good() {
    var good = new GoodMessage(pick);
    var body = good.json(good.message()).getBytes(UTF_8);
    var headers = new ArrayList<>(List.of(JSON));
    if (!callers.get(0).isEmpty()) {
      headers.add(callers.get(0));
    }
    if (pick.percent(50)) {
      headers.add("Idempotency-Key: " + pick.uuid());
    }
    return attempt("POST", "/api/messages", body, headers, true, null);
  }

  private Attempt other() {
    var target = pick.one(OTHER_TARGETS) + (pick.percent(20) ? "?" + query(List.of()) : "");
    var method = pick.percent(60) ? "GET" : pick.one(METHODS);
    // Liberty's own pages take the content of a TRACE for the next request
    boolean mayHaveBody = !method.equals("TRACE") && pick.percent(10);
    var body = mayHaveBody ? new HostileBody(pick).bytes() : null;
    return attempt(method, target, body, headers(List.of()), false, null);
  }

  private Attempt spoiled(Operation operation) {
    var path = operation.path();
    for (var parameter : operation.parameters("path")) {
      path = path.replace("{" + parameter.name() + "}", value(parameter));
    }
    var query = query(operation.parameters("query"));
    var target = path + (query.isEmpty() ? "" : "?" + query);
    boolean isAsked = pick.percent(90);
    var method = isAsked ? operation.method() : pick.one(METHODS);
    var asked = isAsked ? operation : null;
    var headers = headers(operation.parameters("header"));
    if (operation.bodies().isEmpty() && pick.percent(95)) {
      return attempt(method, target, null, headers, false, asked);
    }
    var type = operation.bodies().isEmpty() ? "application/json" : mediaType(operation);
    headers.add("Content-Type: " + (pick.percent(85) ? type : pick.one(CONTENT_TYPES)));
    var body = body(operation, type);
    boolean zipped = headers.contains("Content-Encoding: gzip") && pick.percent(50);
    var request =
        attempt(method, target, zipped ? gzip(body) : body, headers, false, asked).request();
    return new Attempt(request, target, body, false, asked);
  }

  private String mediaType(Operation operation) {
    return pick.one(List.copyOf(operation.bodies().keySet()));
  }

  private byte[] body(Operation operation, String type) {
    return pick.percent(60) && operation.bodies().containsKey(type)
        ? new FittingBody(pick, existing).bytes(type, operation.bodies().get(type))
        : new HostileBody(pick).bytes();
  }

  private String query(List<Parameter> parameters) {
    var parts = new ArrayList<String>();
    int chance = pick.one(List.of(10, 30, 80));
    for (var parameter : parameters) {
      for (int i = !pick.percent(chance) ? 0 : 1 + pick.below(pick.percent(95) ? 1 : 4);
          i > 0;
          i--) {
        parts.add(parameter.name() + "=" + value(parameter));
      }
    }
    if (pick.percent(10)) {
      parts.add(pick.one("", "&&", "=", "a", "a=b=c", "?", "limit", "[]=1", "%=1", "channel[]=a"));
    }
    if (pick.percent(2)) {
      parts.add("x=" + "y".repeat(pick.one(List.of(8_000, 30_000, 100_000))));
    }
    return String.join("&", parts);
  }

  private String value(Parameter parameter) {
    if (pick.percent(60)) {
      var value =
          parameter.schema().getString("type", "").equals("integer")
              ? "" + pick.below(1_001)
              : new FittingBody(pick, existing).text(parameter.name(), parameter.schema());
      return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }
    return new HostileText(pick).encoded();
  }

  private List<String> headers(List<Parameter> parameters) {
    var headers = new ArrayList<String>();
    for (var parameter : parameters) {
      if (pick.percent(30)) {
        headers.add(parameter.name() + ": " + headerValue(parameter));
      }
    }
    if (pick.percent(20)) {
      headers.add("Accept: " + pick.one(ACCEPTS));
    }
    if (pick.percent(30)) {
      headers.add(pick.one(HEADERS));
    }
    var caller = pick.one(callers);
    if (!caller.isEmpty()) {
      headers.add(caller);
    }
    return headers;
  }

  private String headerValue(Parameter parameter) {
    var known = existing.of(parameter.name(), pick);
    return pick.percent(40) ? known.orElseGet(pick::uuid) : new HostileText(pick).headerValue();
  }

  private static Attempt attempt(
      String method,
      String target,
      byte[] body,
      List<String> headers,
      boolean mustBeTaken,
      Operation operation) {
    var request = Request.of(method, target, body, headers.toArray(String[]::new));
    return new Attempt(request, target, body, mustBeTaken, operation);
  }

  private static byte[] gzip(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
