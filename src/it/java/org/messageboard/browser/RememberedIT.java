package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/** What the browser remembers belongs to one board, and every unsent message to its author. */
class RememberedIT extends BoardInBrowser {

  private static final String POSTS = "**/api/messages";
  private static final String HERE = "message-board / ";

  @Test
  void whatAnEarlierVersionHasStoredIsTakenOver() {
    var window = open("remembered-former");
    var entry = entry("remembered-former", "failed");
    store(window, "message-board.author", "\"Ada\"");
    store(window, "message-board.outbox." + entry.getString("id"), entry.toString());
    window.page().reload();
    window.awaitLive().awaitStatus(window.messages(), "failed");
    assertThat(window.name()).hasValue("Ada");
    assertThat(keysFrom(window, "message-board.")).isEqualTo(0);
    window.button("Retry").click();
    window.awaitStatus(window.messages(), "delivered");
    assertThat(http.contents("remembered-former")).containsExactly("left over");
    window.page().reload();
    window.awaitLive().awaitContents("left over");
  }

  /** Its view was rebuilt, hence the new epoch; a message that it had is there. */
  @Test
  void whatWasLeftAsSendingIsSentToTheBoardItWasWrittenFor() {
    http.post("remembered-same", "Ben", "known");
    var window = open("remembered-same");
    var known = http.board().history("?channel=remembered-same").get(0).getString("id");
    storeBoard(window, known, entry("remembered-same", "sending"));
    window.page().reload();
    window.awaitContents("known", "left over");
    window.awaitStatus(window.messages().last(), "delivered");
  }

  @Test
  void anotherBoardAtTheAddressGetsNothingThatWasWrittenForTheFormer() {
    http.post("remembered-other", "Ben", "one", "two");
    var window = open("remembered-here").networkMayFail();
    store(window, HERE + "read.remembered-other", "1");
    store(window, HERE + "created", "[\"of-the-former\"]");
    storeBoard(window, UUID.randomUUID().toString(), entry("remembered-other", "sending"));
    window.page().reload();
    // With nothing unread: nothing is known of what was read on this board
    assertThat(window.channel("remembered-other")).isVisible();
    assertThat(window.channel("of-the-former")).hasCount(0);
    window.channel("remembered-other").click();
    window.awaitContents("one", "two", "left over");
    window.awaitStatus(window.messages().last(), "failed");
    assertThat(window.messages().last().getByRole(AriaRole.ALERT)).containsText("different board");
    assertThat(http.contents("remembered-other")).containsExactly("one", "two");

    window.button("Retry").click();
    window.awaitStatus(window.messages().last(), "delivered");
    assertThat(http.contents("remembered-other")).containsExactly("one", "two", "left over");
  }

  @Test
  void anUnsentMessageKeepsItsAuthorWhoeverUsesTheBrowserNext() {
    var window = open("remembered-author").networkMayFail();
    window.page().route(POSTS, RememberedIT::abortPost);
    window.write("Ada", "by Ada");
    window.awaitStatus(window.messages(), "waiting");
    window.name().fill("Ben");
    window.page().reload();
    window.awaitLive();
    window.page().unroute(POSTS);
    assertThat(window.name()).hasValue("Ben");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(window.messages().locator(".author")).hasText("Ada");
    var stored = http.board().history("?channel=remembered-author").get(0);
    assertThat(stored.getString("author")).isEqualTo("Ada");
  }

  private static JsonObject entry(String channel, String status) {
    return Json.createObjectBuilder(Board.message("Ada", "left over", channel))
        .add("id", UUID.randomUUID().toString())
        .add("timestamp", "2026-01-01T00:00:00Z")
        .add("status", status)
        .build();
  }

  /** As if the page had last seen a board of another epoch, with this message, and had written. */
  private static void storeBoard(BoardPage window, String known, JsonObject entry) {
    var board = Json.createObjectBuilder().add("epoch", "former").add("id", known).build();
    store(window, HERE + "board", board.toString());
    store(window, HERE + "outbox." + entry.getString("id"), entry.toString());
  }

  private static void store(BoardPage window, String key, String json) {
    window.page().evaluate("([key, json]) => localStorage.setItem(key, json)", List.of(key, json));
  }

  private static Object keysFrom(BoardPage window, String start) {
    return window
        .page()
        .evaluate(
            "start => Object.keys(localStorage).filter((key) => key.startsWith(start)).length",
            start);
  }

  private static void abortPost(Route route) {
    if (route.request().method().equals("POST")) {
      route.abort();
    } else {
      route.resume();
    }
  }
}
