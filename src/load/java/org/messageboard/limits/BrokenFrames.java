package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * Bytes that are not HTTP, or HTTP that contradicts itself about where it ends (RFC 9112, sections
 * 2.2, 6.3, 7.1 and 11.2).
 *
 * @param pick the choice
 */
record BrokenFrames(Pick pick) {

  /** The author of what might be smuggled past a front end. */
  static final String SMUGGLED = "smuggled";

  private static final String BODY =
      "{\"author\":\"" + SMUGGLED + "\",\"content\":\"b\",\"channel\":\"smuggled\"}";

  private static final String POST =
      "POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private static final List<String> FRAMES =
      List.of(
          "\r\n\r\n\r\n",
          "GET\r\n\r\n",
          "GET /\r\n\r\n",
          "GET / HTTP\r\n\r\n",
          "GET / HTTP/1\r\n\r\n",
          "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
          "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
          "GET / FTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.0\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1 extra\r\nHost: a\r\n\r\n",
          "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /\u00e9\u00ff HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /a b c HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET /<>\"{}|^` HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET ?x HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET api HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\nHost: a\n\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a:99999999\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
          "GET / HTTP/1.1\r\n folded: first\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nX: \u0000\u0001\u007f\r\n\r\n",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
          "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
          "*1\r\n$4\r\nPING\r\n",
          POST + "Content-Length: -1\r\n\r\n" + BODY,
          POST + "Content-Length: +5\r\n\r\n" + BODY,
          POST + "Content-Length: 0x10\r\n\r\n" + BODY,
          POST + "Content-Length: abc\r\n\r\n" + BODY,
          POST + "Content-Length:\r\n\r\n" + BODY,
          POST + "Content-Length: 5, 5\r\n\r\n" + BODY,
          POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + BODY,
          POST + "Content-Length: 99999999999999999999\r\n\r\n" + BODY,
          POST + "Content-Length: 2147483648\r\n\r\n" + BODY,
          POST + "Content-Length: 100\r\n\r\n" + BODY,
          POST + "\r\n" + BODY,
          POST + "Content-Length: 4\r\n" + CHUNKED + "\r\n0\r\n\r\n",
          POST + "Content-Length: 4\r\n" + CHUNKED + "\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + CHUNKED + "Content-Length: 4\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + "Transfer-Encoding: xchunked\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + "Transfer-Encoding: chunked, identity\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + "Transfer-Encoding: identity, chunked\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + "Transfer-Encoding : chunked\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + "Transfer-Encoding:\u000bchunked\r\n\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + CHUNKED + CHUNKED + "\r\n" + chunk("%x\r\n") + "0\r\n\r\n",
          POST + CHUNKED + "\r\n" + chunk("%x;a=b;c=\"d\"\r\n") + "0\r\n\r\n",
          POST + CHUNKED + "\r\n" + chunk("%x\n") + "0\n\n",
          POST + CHUNKED + "\r\n" + chunk("0x%x\r\n") + "0\r\n\r\n",
          POST + CHUNKED + "\r\n" + chunk("-%x\r\n") + "0\r\n\r\n",
          POST + CHUNKED + "\r\n" + chunk(" %x \r\n") + "0\r\n\r\n",
          POST + CHUNKED + "\r\nffffffffffffffff\r\n" + BODY,
          POST + CHUNKED + "\r\n7fffffff\r\n" + BODY,
          POST + CHUNKED + "\r\n80000000\r\n" + BODY,
          POST + CHUNKED + "\r\nzz\r\n" + BODY + "\r\n0\r\n\r\n",
          POST + CHUNKED + "\r\n\r\n",
          POST + CHUNKED + "\r\n5\r\n" + BODY + "\r\n0\r\n\r\n",
          POST
              + CHUNKED
              + "\r\n"
              + chunk("%x\r\n")
              + "0\r\nTrailer: x\r\nContent-Length: 5\r\n\r\n",
          POST + CHUNKED + "\r\n" + "1;".repeat(3_000) + "\r\n",
          POST + CHUNKED + "\r\n" + "0".repeat(3_000) + "\r\n\r\n");

  byte[] bytes() {
    if (pick.percent(80)) {
      return pick.one(FRAMES).getBytes(ISO_8859_1);
    }
    if (pick.percent(40)) {
      return pick.bytes(pick.length(5_000));
    }
    var frame = pick.one(FRAMES);
    int body = frame.indexOf(BODY);
    var bytes = frame.getBytes(ISO_8859_1);
    bytes[pick.below(body < 0 ? bytes.length : body)] = (byte) pick.below(256);
    return bytes;
  }

  private static String chunk(String size) {
    return size.formatted(BODY.length()) + BODY + "\r\n";
  }
}
