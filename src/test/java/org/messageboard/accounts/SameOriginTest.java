package org.messageboard.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameOriginTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Sec-Fetch-Site | Origin                 | Host
                        |                           | board.example        | UNKNOWN
          same-origin   |                           | board.example        | PROVEN
          none          |                           | board.example        | PROVEN
          same-site     |                           | board.example        | REFUTED
          cross-site    |                           | board.example        | REFUTED
          Same-Origin   |                           | board.example        | REFUTED
          # The browser knows better than a proxy that changes Host
          same-origin   | https://board.example     | backend:9080         | PROVEN
          cross-site    | https://board.example     | board.example        | REFUTED
                        | http://board.example      | board.example        | PROVEN
                        | http://BOARD.example      | board.Example        | PROVEN
                        | https://board.example     | board.example        | PROVEN
                        | https://board.example     | board.example:443    | PROVEN
                        | http://board.example:80   | board.example        | PROVEN
                        | http://board.example:9080 | board.example:9080   | PROVEN
                        | http://my_board:9080      | my_board:9080        | PROVEN
                        | http://[::1]:9080         | [::1]:9080           | PROVEN
                        | http://board.example      | board.example:9080   | REFUTED
                        | http://board.example:9080 | board.example        | REFUTED
                        | http://board.example:9081 | board.example:9080   | REFUTED
                        | https://board.example     | board.example:80     | REFUTED
                        | https://evil.example      | board.example        | REFUTED
                        | https://a.board.example   | board.example        | REFUTED
                        | https://board.example.net | board.example        | REFUTED
                        | null                      | board.example        | REFUTED
                        | ftp://board.example       | board.example        | REFUTED
                        | board.example             | board.example        | REFUTED
                        | https://board.example/    | board.example        | REFUTED
                        | https://evil@board.example| board.example        | REFUTED
                        | https://board.example     | evil@board.example   | REFUTED
                        | ''                        | board.example        | REFUTED
                        | https://board.example     |                      | REFUTED
          """)
  void theBrowserTellsWhoseRequestItIs(String site, String origin, String host, SameOrigin proof) {
    assertThat(proof(site, origin, host, null, null)).isEqualTo(proof);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Origin                   | Host          | X-Forwarded-Host | X-Forwarded-Port
          https://board.example      | backend:9080  | board.example           |      | PROVEN
          https://board.example      | backend:9080  | board.example, inner    |      | PROVEN
          https://board.example      | backend:9080  | inner, board.example    |      | REFUTED
          https://board.example:8443 | backend:9080  | board.example:8443      |      | PROVEN
          https://board.example:8443 | backend:9080  | board.example           | 8443 | PROVEN
          https://board.example:8443 | board.example |                         | 8443 | PROVEN
          https://board.example:8443 | backend:9080  | board.example           |      | REFUTED
          https://board.example:8080 | board.example |                         | 8443 | REFUTED
          https://evil.example       | backend:9080  | board.example           |      | REFUTED
          https://evil.example:8443  | board.example |                         | 8443 | REFUTED
          https://evil.example       | backend:9080  | :                       |      | REFUTED
          """)
  void aProxyMayTellWhichAddressTheBrowserAsked(
      String origin, String host, String forwardedHost, String forwardedPort, SameOrigin proof) {
    assertThat(proof(null, origin, host, forwardedHost, forwardedPort)).isEqualTo(proof);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Sec-Fetch-Site | Origin
          cross-site  | https://app.example      | PROVEN
          same-site   | https://app.example      | PROVEN
                      | https://app.example      | PROVEN
          cross-site  | https://app.example:8443 | REFUTED
          cross-site  | http://app.example       | REFUTED
          cross-site  | https://a.app.example    | REFUTED
          cross-site  | null                     | REFUTED
          cross-site  |                          | REFUTED
          same-origin | https://board.example    | PROVEN
                      |                          | UNKNOWN
          """)
  void anAllowedOriginsPageIsAsGoodAsTheBoards(String site, String origin, SameOrigin proof) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Sec-Fetch-Site", site);
    headers.put("Origin", origin);
    headers.put("Host", "board.example");
    assertThat(SameOrigin.of(headers::get, "https://app.example"::equals)).isEqualTo(proof);
  }

  private static SameOrigin proof(
      String site, String origin, String host, String forwardedHost, String forwardedPort) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Sec-Fetch-Site", site);
    headers.put("Origin", origin);
    headers.put("Host", host);
    headers.put("X-Forwarded-Host", forwardedHost);
    headers.put("X-Forwarded-Port", forwardedPort);
    return SameOrigin.of(headers::get, allowed -> false);
  }
}
