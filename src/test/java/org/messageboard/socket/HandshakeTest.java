package org.messageboard.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.http.ProblemException;

class HandshakeTest {

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private final Map<String, String> headers =
      new HashMap<>(
          Map.of(
              "Upgrade", "websocket",
              "Connection", "keep-alive, Upgrade",
              "Sec-WebSocket-Version", "13",
              "Sec-WebSocket-Key", KEY));

  private HttpServletRequest request(String protocol) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getProtocol" -> protocol;
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "getHeaders" -> {
                    var value = headers.get((String) arguments[0]);
                    yield Collections.enumeration(value == null ? List.of() : List.of(value));
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private boolean isAskedFor() {
    return Handshake.isAskedFor(request("HTTP/1.1"));
  }

  @Test
  void aBrowsersHandshakeIsOne() {
    assertThat(isAskedFor()).isTrue();
    headers.put("Upgrade", "WebSocket");
    headers.put("Connection", "upgrade");
    assertThat(isAskedFor()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade,h2c",
    "Upgrade,",
    "Connection,keep-alive",
    "Connection,",
    "Sec-WebSocket-Version,8",
    "Sec-WebSocket-Version,"
  })
  void anotherRequestIsNone(String name, String value) {
    headers.put(name, value);
    assertThat(isAskedFor()).isFalse();
  }

  @Test
  void http2HasNone() {
    assertThat(Handshake.isAskedFor(request("HTTP/2.0"))).isFalse();
  }

  /** RFC 6455, section 1.3. */
  @Test
  void theExampleOfTheStandardIsAccepted() {
    assertThat(Handshake.accept(Handshake.key(request("HTTP/1.1"))))
        .isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZR=="})
  void aKeyThatIsNotSixteenBytesIsRefused(String key) {
    headers.put("Sec-WebSocket-Key", key);
    assertThatThrownBy(() -> Handshake.key(request("HTTP/1.1")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Sec-WebSocket-Key");
    headers.remove("Sec-WebSocket-Key");
    assertThatThrownBy(() -> Handshake.key(request("HTTP/1.1")))
        .isInstanceOf(ProblemException.class);
  }
}
