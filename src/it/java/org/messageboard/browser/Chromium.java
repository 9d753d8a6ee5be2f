package org.messageboard.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.messageboard.Command;

/** The machine's own Chromium, driven by Playwright. One thread only, as Playwright demands. */
public final class Chromium implements AutoCloseable {

  static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

  /** A host that is this machine, but that the browser does not trust as it trusts localhost. */
  static final String PLAIN_HOST = "board.test";

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-background-networking",
          "--disable-quic",
          "--no-first-run",
          "--disable-component-update",
          "--disable-sync",
          "--host-resolver-rules=MAP " + PLAIN_HOST + " 127.0.0.1");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path executable) {
    // The driver comes with its Maven artifact; without this it would fetch browsers on top
    var environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(ARGUMENTS));
  }

  /** Starts the one that is found. */
  public static Chromium start() {
    return new Chromium(
        find().orElseThrow(() -> new IllegalStateException("No Chromium is on the PATH.")));
  }

  /** The first on the PATH. */
  static Optional<Path> find() {
    return Command.find(NAMES);
  }

  public Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }
}
