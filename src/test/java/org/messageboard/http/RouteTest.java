package org.messageboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTest {

  @ParameterizedTest
  @CsvSource({
    "/api/messages,messages",
    "/api/messages/,messages",
    "/api/messages/stream,stream",
    "/api/messages/0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10,message",
    "/api/channels,channels",
    "/api/messages;x,messages",
    "/api/messages;x=1;y/,messages",
    "/api/messages/;x,messages",
    "/api/messages/0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10;x,message",
    "/api/messages/0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10/reactions/%F0%9F%91%8D,message",
    "/api/channels/general,channels",
    "/api/anything,other",
    "/,page",
    "/index.html,page",
    "/js/main.js,page",
    "/css/base.css,page",
    "/favicon.svg,page",
    "/favicon-unread.svg,page",
    "/signed-in.html,page",
    "/assets/0123456789abcdef/js/main.js,page",
    "/metrics,other",
    "/wp-login.php,other"
  })
  void everyPathMapsToAKnownRoute(String path, String route) {
    assertThat(Route.of(request("GET", path)).label()).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    "/board/api/messages,messages",
    "/board/api/messages/stream,stream",
    "/board/,page",
    "/board/js/main.js,page",
    "/board/metrics,other",
    "/%62oard/api/messages,other"
  })
  void theContextRootIsNotPartOfTheRoute(String path, String route) {
    assertThat(Route.of(request("GET", path, "/board")).label()).isEqualTo(route);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/messages,/messages",
    "/api;x/messages;a=1/0b8f;%2Freactions%2Fx,/messages/0b8f",
    "/api/sign-in/call%62ack,/sign-in/callback",
    "/%61pi/messages/a+b,/messages/a+b",
    "/api,''",
    "/metrics,''"
  })
  void thePathInTheApiIsDecodedAndHasNoParameters(String path, String expected) {
    assertThat(Route.inApi(request("GET", path))).isEqualTo(expected);
    assertThat(Route.inApi(request("GET", "/board" + path, "/board"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"GET,GET", "POST,POST", "PUT,PUT", "DELETE,DELETE", "BREW,other", "get,other"})
  void everyMethodMapsToAKnownLabel(String method, String label) {
    assertThat(Route.method(request(method, "/"))).isEqualTo(label);
  }

  private static HttpServletRequest request(String method, String path) {
    return request(method, path, "");
  }

  private static HttpServletRequest request(String method, String path, String root) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            RouteTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getContextPath" -> root;
                  default -> path;
                });
  }
}
