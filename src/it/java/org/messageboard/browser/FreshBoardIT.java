package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;
import org.messageboard.it.Services;

/** A board that no other test writes to: its look, and the loss of everything in Redis. */
@Tag("page")
@ExtendWith(NeedsChromium.class)
@TestMethodOrder(OrderAnnotation.class)
class FreshBoardIT {

  @RegisterExtension static final Windows windows = new Windows();

  /** At the latest every 30 s the consumer compares Redis with what it has done. */
  private static final double REBUILT_MILLIS = 60_000;

  private static Services services;
  private static BoardServer server;

  @BeforeAll
  static void startBoard() {
    services = new Services("fresh");
    server = services.server("board", Map.of());
    server.start();
  }

  @AfterAll
  static void stopBoard() {
    if (server != null) {
      server.close();
    }
    if (services != null) {
      services.close();
    }
  }

  /** Needs a board without any message. */
  @Test
  @Order(1)
  void theFirstMessageOfABoardLeavesThePageLive() {
    var window = windows.open(server.board(), "first").awaitLive();
    post("first", "Ada", "the very first", "the second");
    window.awaitContents("the very first", "the second");
    window.awaitLive();
  }

  @Test
  void aWipedRedisIsRebuiltAndThePageShowsEveryMessageOnceAndInOrder() {
    var window = windows.open(server.board(), "incidents").networkMayFail();
    post("incidents", "Ada", "one", "two", "three");
    window.awaitContents("one", "two", "three");
    var epoch = epoch();
    services.flushAll();
    post("incidents", "Ada", "four");
    assertThat(window.messages()).hasCount(4, new HasCountOptions().setTimeout(REBUILT_MILLIS));
    post("incidents", "Ada", "five");
    window.awaitLive().awaitContents("one", "two", "three", "four", "five");
    assertThat(epoch()).isNotEqualTo(epoch);
    window.page().reload();
    window.awaitLive().awaitContents("one", "two", "three", "four", "five");
  }

  /** Another one says that numbers given before may have been lost. */
  private static String epoch() {
    return Board.json(server.board().get("api/messages?limit=1"))
        .getString("position")
        .split(":")[0];
  }

  @Test
  void lightAndDarkWideAndNarrowAreDifferentPictures() throws IOException {
    conversation();
    for (var scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      for (var width : new int[] {1280, 390}) {
        var window = openIn(scheme, width);
        var picture = screenshot(window, "%s-%d".formatted(scheme, width).toLowerCase(Locale.ROOT));
        assertThat(picture.getWidth()).isEqualTo(width);
        assertThat(brightness(picture))
            .as("brightness of " + scheme)
            .isBetween(scheme == ColorScheme.DARK ? 0 : 200, scheme == ColorScheme.DARK ? 80 : 255);
      }
    }
  }

  private static BoardPage openIn(ColorScheme scheme, int width) {
    var height = width < 500 ? 844 : 800;
    var options = new NewContextOptions().setViewportSize(width, height).setColorScheme(scheme);
    var window = windows.open(windows.browser(options), server.board(), "general");
    assertThat(window.messages()).hasCount(7);
    window.name().fill("Noor Haddad");
    window.message().fill("Two windows,");
    post("release", "Ben Okafor", "One more thing for " + scheme + " at " + width);
    // On a narrow screen the drawer is shut, but its counts go on
    var unread = window.page().locator("a[data-channel=release] .unread-count");
    assertThat(unread).hasText("1");
    return window;
  }

  private static void conversation() {
    post("release", "Ben Okafor", "The branch is cut.");
    post("deployments", "Robot", "Build 118 is out.");
    post("design-review", "Mei Tanaka", "New icons are in the drive.");
    post("general", "Mei Tanaka", "Good morning! The new board is up.", "Try it in two windows.");
    post(
        "general",
        "Ben Okafor",
        "Works here. The notes are at https://example.org/notes?week=31 (two pages).");
    post(
        "general",
        "Noor Haddad",
        "What I checked:\n- post in one window, read in the other\n- stop the server, start it again\n- nothing lost, nothing twice");
    post("general", "نور", "مرحبا بالجميع");
    post(
        "general",
        "Mei Tanaka",
        "Lovely. I write the announcement.",
        "Out at ten, if nobody minds.");
  }

  private static void post(String channel, String author, String... contents) {
    SharedBoard.post(server.board(), channel, author, contents);
  }

  private static BufferedImage screenshot(BoardPage window, String name) throws IOException {
    var file = Path.of(System.getProperty("board.target"), "screenshots", "board-" + name + ".png");
    var bytes = window.page().screenshot(new Page.ScreenshotOptions().setPath(file));
    return ImageIO.read(new ByteArrayInputStream(bytes));
  }

  /** From 0, black, to 255, white. */
  private static int brightness(BufferedImage picture) {
    var sum = 0L;
    for (var y = 0; y < picture.getHeight(); y++) {
      for (var x = 0; x < picture.getWidth(); x++) {
        sum += picture.getRGB(x, y) >> 8 & 0xff;
      }
    }
    return (int) (sum / ((long) picture.getWidth() * picture.getHeight()));
  }
}
