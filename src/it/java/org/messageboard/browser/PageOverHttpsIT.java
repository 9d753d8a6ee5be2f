package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.Certificate;
import org.messageboard.it.Board;
import org.messageboard.it.HttpsServer;

/** The page over HTTPS with HTTP/2. */
@ExtendWith(NeedsChromium.class)
class PageOverHttpsIT {

  private static final String PASSWORD = "st0re-s3cret";

  /** The same, encoded by Liberty. */
  private static final String XOR = "{xor}LCtvLTpyLGw8LTor";

  @RegisterExtension static final Windows windows = new Windows();

  @TempDir Path directory;

  @Test
  void thePageSpeaksHttp2AndShowsWhatIsWrittenElsewhere() throws Exception {
    var plain = Certificate.create(directory, "page", "ip:127.0.0.1", PASSWORD);
    var encoded = new Certificate(plain.keystore(), XOR, plain.pem(), plain.key());
    try (var server = new HttpsServer("https-page", encoded).start()) {
      var browser = windows.browser(new NewContextOptions().setIgnoreHTTPSErrors(true));
      var window = windows.open(browser, server.uri().resolve("#/c/over-https")).awaitLive();
      post(server, "from elsewhere");
      window.awaitContents("from elsewhere");
      window.write("Ada", "from the page");
      window.awaitContents("from elsewhere", "from the page");
      window.awaitStatus(window.messages().nth(1), "delivered");
      assertThat(protocols(window)).hasSizeGreaterThan(5).containsOnly("h2");
      assertThat(window.page().evaluate("() => isSecureContext")).isEqualTo(true);
    }
  }

  private static void post(HttpsServer server, String content) {
    var message = Board.message("Ben", content, "over-https");
    assertThat(server.plain().post(message).statusCode()).isEqualTo(202);
  }

  /** What the page, its files and its requests came by, as the browser says. */
  @SuppressWarnings("unchecked")
  private static List<String> protocols(BoardPage window) {
    return (List<String>)
        window
            .page()
            .evaluate(
                "() => [...performance.getEntriesByType('navigation'),"
                    + " ...performance.getEntriesByType('resource')]"
                    + ".map((entry) => entry.nextHopProtocol)");
  }
}
