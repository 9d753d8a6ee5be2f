package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;
import org.messageboard.it.BoardServer;

/**
 * Two servers where people sign in, for all tests of this package: everybody may read at one, only
 * those who have signed in at the other. The first has statistics.
 */
final class SignInBoards implements BeforeAllCallback {

  static final String ADA = "Ada Lovelace";
  static final String BOB = "Bob Kahn";
  static final String MODERATOR = "Mo Derator";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private record Running(OpenIdProvider provider, BoardServer open, BoardServer closed)
      implements AutoCloseable {

    static Running started() {
      int port = Ports.free();
      try {
        var provider = new OpenIdProvider(Files.createTempDirectory("provider"), port);
        var running = new Running(provider, server("public", port), server("signed-in", port));
        ChildProcess.startAll(List.of(running.open, running.closed));
        assertThat(Await.until(running::isReady, LIMIT)).as("sign-in").isTrue();
        return running;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** They have found the provider. */
    private boolean isReady() {
      return Stream.of(open, closed)
          .allMatch(server -> server.board().get("api/sign-in").statusCode() == 303);
    }

    @Override
    public void close() {
      closed.close();
      open.close();
      provider.close();
    }
  }

  private final Windows windows;
  private Running running;

  SignInBoards(Windows windows) {
    this.windows = windows;
  }

  private static BoardServer server(String read, int providerPort) {
    return new BoardServer(
        "page-" + read,
        Map.of(
            "AUTH_MODE",
            "oidc",
            "AUTH_OIDC_ISSUER",
            "http://localhost:" + providerPort + "/board",
            "AUTH_OIDC_CLIENT_ID",
            OpenIdProvider.CLIENT,
            "AUTH_ROLES_POSTER",
            "board-posters",
            "AUTH_ROLES_MODERATOR",
            OpenIdProvider.MODERATORS,
            "BOARD_READ",
            read,
            "STATISTICS_ENABLED",
            Boolean.toString(read.equals("public"))));
  }

  /** Started for the first class that asks, stopped before the Kafka and Redis of the run. */
  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(SignInBoards.class))
            .computeIfAbsent(Running.class, key -> Running.started(), Running.class);
  }

  /** Everybody may read. */
  BoardServer openServer() {
    return running.open();
  }

  /** Only those may read who have signed in. */
  BoardServer closedServer() {
    return running.closed();
  }

  static URI address(BoardServer server, String channel) {
    return server.board().uri().resolve("#/c/" + channel);
  }

  BoardPage open(BrowserContext browser, BoardServer server, String channel) {
    return windows.open(browser, address(server, channel));
  }

  /** Somebody in a browser of their own. */
  BoardPage signedIn(BoardServer server, String channel, String person) {
    var browser = windows.browser();
    var page = browser.newPage();
    page.navigate(server.board().uri().resolve("api/sign-in").toString());
    if (List.of(ADA, BOB, MODERATOR).contains(person)) {
      choose(page, person);
    } else {
      chooseAnother(page, person);
    }
    page.waitForURL(server.board().uri() + "**");
    // The first request of all gets 503, and the server begins to read the marks
    page.waitForFunction(
        "async () => (await fetch('api/read-marks')).ok",
        null,
        new Page.WaitForFunctionOptions().setPollingInterval(200));
    page.close();
    return open(browser, server, channel).awaitLive();
  }

  /** Somebody whom no other test knows, on the provider's page. */
  private static void chooseAnother(Page page, String name) {
    page.locator("form")
        .first()
        .evaluate(
            """
            (form, name) => {
              form.username.value = name;
              form.claims.value = JSON.stringify({ name, groups: ['board-posters'] });
              form.querySelector('button').click();
            }
            """,
            name);
  }

  /** On the provider's page. */
  static void choose(Page page, String person) {
    page.getByText(person, new Page.GetByTextOptions().setExact(true)).click();
  }

  static void write(BoardPage window, String content) {
    window.message().fill(content);
    window.send().click();
  }
}
