package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.client.Line;
import org.messageboard.client.Request;

/** Requests that are too large are answered, and the next one is too. */
class SizeLimits {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String JSON = "Content-Type: application/json";

  private static Site site;

  @BeforeAll
  static void start() {
    site = Site.start("size", Map.of());
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Test
  void aLargeBodyIsRefused() throws IOException {
    for (int size : new int[] {65_537, 1_000_000, 50_000_000}) {
      var body = "{\"author\":\"a\",\"content\":\"" + "x".repeat(size) + "\"}";
      assertThat(status(Request.post(body))).as(size + " bytes").isEqualTo(413);
    }
  }

  @Test
  void aBodyThatOnlyClaimsToBeLargeIsRefusedAtOnce() throws IOException {
    var head = "POST /api/messages HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\n";
    var claim = (head + "Content-Length: 9000000000\r\n\r\n{").getBytes(US_ASCII);
    assertThat(status(new Request(claim, false))).isEqualTo(413);
  }

  @Test
  void aLargeBodyInChunksIsRefused() throws IOException {
    var head = "POST /api/messages HTTP/1.1\r\nHost: localhost\r\n" + JSON + "\r\n";
    var chunks = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").repeat(100) + "0\r\n\r\n";
    var bytes = (head + "Transfer-Encoding: chunked\r\n\r\n" + chunks).getBytes(US_ASCII);
    assertThat(status(new Request(bytes, false))).isEqualTo(413);
  }

  @Test
  void aLongHeaderIsRefused() throws IOException {
    for (int size : new int[] {40_000, 1_000_000}) {
      var header = "X-Long: " + "x".repeat(size);
      assertThat(status(Request.get("/api/channels", header)))
          .as(size + " bytes")
          .isBetween(400, 431);
    }
  }

  @Test
  void aLongAddressIsRefused() throws IOException {
    for (int size : new int[] {40_000, 1_000_000}) {
      var target = "/api/messages?author=" + "x".repeat(size);
      assertThat(status(Request.get(target))).as(size + " bytes").isBetween(400, 431);
    }
  }

  @Test
  void manyHeadersAreRefused() throws IOException {
    var headers = Collections.nCopies(10_000, "X-Many: x").toArray(String[]::new);
    assertThat(status(Request.get("/api/channels", headers))).isBetween(400, 431);
  }

  /** The answer's status, once the server has answered somebody else afterwards. */
  private static int status(Request request) throws IOException {
    try (var line = new Line(site.address(), LIMIT);
        var next = new Line(site.address(), LIMIT)) {
      var answer = line.ask(request);
      assertThat(next.ask(Site.LIVE).status()).isEqualTo(200);
      assertThat(next.ask(Postings.post()).status()).isEqualTo(202);
      System.out.printf("%d for %d bytes%n", answer.status(), request.bytes().length);
      return answer.status();
    }
  }
}
