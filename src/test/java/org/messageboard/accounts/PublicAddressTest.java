package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {

  @ParameterizedTest
  @CsvSource({
    "board.example, board.example",
    "'board.example:8443, proxy', board.example:8443",
    "[2001:db8::1]:80, [2001:db8::1]:80",
    "[:], asked.example",
    "[....], asked.example",
    "[1:2:3:4:5:6:7:8:9], asked.example",
    "evil.example/path, asked.example",
    "user@evil.example, asked.example",
    "'', asked.example"
  })
  void whatIsNoHostIsSkipped(String forwarded, String shown) {
    var headers = Map.of("X-Forwarded-Host", forwarded, "Host", "asked.example");
    assertThat(PublicAddress.of(Optional.empty(), request(headers)).base())
        .hasToString("http://" + shown + "/");
  }

  private static HttpServletRequest request(Map<String, String> headers) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            PublicAddressTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getHeader" -> headers.get((String) arguments[0]);
                  case "isSecure" -> false;
                  default -> "";
                });
  }
}
