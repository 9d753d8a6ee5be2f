package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import jakarta.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.EmbeddedServices;
import org.messageboard.it.Services;

/** Searching, and reading what Redis no longer has, on a board whose Redis keeps little. */
@Tag("page")
@ExtendWith(NeedsChromium.class)
class SearchIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MESSAGES = 400;

  @RegisterExtension static final Windows windows = new Windows();

  private static Services services;
  private static BoardServer server;

  @BeforeAll
  static void start() throws Exception {
    services = new Services("search");
    var postgres = EmbeddedServices.postgres();
    var environment = new HashMap<>(postgres.environment(postgres.createDatabase("search")));
    environment.put("BOARD_LOG_LENGTH", "50");
    environment.put("BOARD_CHANNEL_HISTORY_LENGTH", "100");
    server = services.server("one", environment);
    server.start();
    fill();
  }

  @AfterAll
  static void stop() {
    server.kill();
    services.close();
  }

  @Test
  void aHitOpensInItsTimeAndThePageReadsOnFromThere() {
    var window = windows.open(server.board(), "news").awaitLive();
    window.page().keyboard().press("Control+Shift+F");
    var dialog = dialog(window);
    field(dialog).fill("NEEDLÉ in:news has:link");
    assertThat(dialog.getByRole(AriaRole.OPTION)).hasCount(1);
    assertThat(dialog.locator("mark")).hasText("Needle");
    assertThat(dialog.locator(".chip")).hasCount(2);
    field(dialog).press("Enter");
    // Its text has a link in it
    var hit = window.messages().filter(new Locator.FilterOptions().setHasText("Needle 7"));
    assertThat(hit).isFocused();
    assertThat(window.row("entry 8")).hasCount(1);
    assertThat(window.row("entry 400")).hasCount(0);
    scrollUntilShown(window, "entry 1", -4_000);
    scrollUntilShown(window, "entry 400", 4_000);
    assertThat(window.messages()).hasCount(MESSAGES);
    assertThat(window.contents().allTextContents())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, MESSAGES).mapToObj(SearchIT::content).toList());
    SharedBoard.post(server.board(), "other", "Ben", "elsewhere");
    assertThat(window.complaints()).isEmpty();
  }

  @Test
  void thePageScrollsFromTheNewestToTheFirstMessage() {
    var window = windows.open(server.board(), "news").awaitLive();
    assertThat(window.row("entry 400")).isInViewport();
    scrollUntilShown(window, "entry 1", -4_000);
    assertThat(window.messages()).hasCount(MESSAGES);
  }

  @Test
  void aFreshMessageIsFoundWithinASecondOrTwo() {
    SharedBoard.post(server.board(), "fresh", "Ada", "a quokka");
    assertThat(Await.until(() -> hits("q=quokk*") == 1, Duration.ofSeconds(3))).isTrue();
    assertThat(hits("q=quokka&channel=news")).isZero();
  }

  @Test
  void filtersAreTakenOutAgain() {
    var window = windows.open(server.board(), "news").awaitLive();
    window.button("Search").click();
    var dialog = dialog(window);
    field(dialog).fill("needle in:other");
    assertThat(dialog.locator(".note")).hasText("Nothing was found.");
    dialog.locator(".chip").click();
    assertThat(field(dialog)).hasValue("needle");
    assertThat(dialog.getByRole(AriaRole.OPTION)).hasCount(1);
  }

  private static int hits(String query) {
    var answer = server.board().get("api/messages/search?" + query);
    // While the archive opens, it is 503
    return answer.statusCode() == 200 ? Board.json(answer).getJsonArray("hits").size() : -1;
  }

  private static Locator dialog(BoardPage window) {
    return window
        .page()
        .getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Search messages"));
  }

  private static Locator field(Locator dialog) {
    return dialog.getByRole(AriaRole.COMBOBOX);
  }

  private static String content(int number) {
    return number == 7 ? "Needle 7 https://example.org/" : "entry " + number;
  }

  private static void fill() throws Exception {
    var topic = new BoardTopic(services.kafka().bootstrapServers());
    topic.append(IntStream.rangeClosed(1, MESSAGES).mapToObj(SearchIT::record).toList());
    assertThat(Await.until(() -> hits("q=400") == 1, LIMIT)).isTrue();
    assertThat(Await.until(SearchIT::isNewestOnBoard, LIMIT)).isTrue();
  }

  private static boolean isNewestOnBoard() {
    var contents = SharedBoard.contents(server.board(), "news");
    return contents.size() == 100 && contents.get(99).equals(content(MESSAGES));
  }

  private static ProducerRecord<byte[], byte[]> record(int number) {
    var message =
        Json.createObjectBuilder(Board.message("Ada", content(number), "news"))
            .add("id", UUID.randomUUID().toString())
            .add("timestamp", Instant.now().toString());
    return BoardTopic.record("news", message.build().toString());
  }

  private static void scrollUntilShown(BoardPage window, String content, int pixels) {
    window.log().hover();
    window
        .page()
        .waitForCondition(
            () -> {
              window.page().mouse().wheel(0, pixels);
              return window.row(content).count() > 0;
            });
  }
}
