package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Restriction;
import org.messageboard.http.Problem;

class AccessTest {

  private static final Identity BOB = new Identity("bob", "Bob", Set.of(Role.READER, Role.POSTER));

  @ParameterizedTest
  @CsvSource({
    "GET,/messages,",
    "POST,/messages,403",
    "PUT,/messages/x,403",
    "PUT,/messages/x/reactions/y,403",
    "PUT,/messages/x/pin,403",
    "POST,/direct-messages,403",
    "PUT,/channels/x,403",
    "DELETE,/messages/x,",
    "DELETE,/messages/x/reactions/y,",
    "POST,/messages/x/reports,",
    "POST,/messages/x/reports/y,403",
    "PUT,/read-marks/general,",
    "POST,/sign-out,"
  })
  void whoIsMutedAddsNothing(String method, String path, Integer status) {
    assertThat(status(method, path, Restriction.MUTED)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/messages,403",
    "GET,/messages/stream,403",
    "POST,/messages,403",
    "DELETE,/messages/x,403",
    "PUT,/read-marks/general,403",
    "GET,/session,",
    "POST,/sign-out,",
    "GET,/sign-in,"
  })
  void whoIsBannedDoesNothing(String method, String path, Integer status) {
    assertThat(status(method, path, Restriction.BANNED)).isEqualTo(status);
  }

  private static Integer status(String method, String path, String kind) {
    var restriction = new Restriction(kind, null, "spam");
    var refusal =
        new Access(true)
            .refusal(
                request(method, path),
                method.equals("GET"),
                Optional.of(BOB),
                Optional.of(restriction));
    refusal.ifPresent(
        problem -> assertThat(problem.detail()).isEqualTo("You are " + kind + ": spam"));
    return refusal.map(Problem::status).orElse(null);
  }

  private static HttpServletRequest request(String method, String path) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            AccessTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, called, arguments) ->
                switch (called.getName()) {
                  case "getMethod" -> method;
                  case "getServletPath" -> "/api";
                  case "getPathInfo" -> path;
                  default -> throw new UnsupportedOperationException(called.getName());
                });
  }
}
