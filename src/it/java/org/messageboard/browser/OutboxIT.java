package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/** Messages that are not on the board yet: their order, and what their author may do meanwhile. */
class OutboxIT extends BoardInBrowser {

  private static final String POSTS = "**/api/messages";

  @Test
  void theFirstThatHangsHoldsTheOthersBackAndAllKeepTheirOrder() {
    var window = open("outbox-haste");
    var held = new ArrayList<Route>();
    window.page().route(POSTS, route -> holdTheFirst(route, held));
    var contents = SharedBoard.numbered("quick", 12);
    for (var i = 0; i < contents.length; i++) {
      if (i == 3) {
        assertThat(withStatus(window, "sending")).hasCount(3);
        assertThat(http.contents("outbox-haste")).isEmpty();
        held.get(0).resume();
      }
      window.write("Ada", contents[i]);
    }
    assertThat(withStatus(window, "delivered")).hasCount(contents.length);
    window.awaitContents(contents);
    assertThat(http.contents("outbox-haste")).containsExactly(contents);
  }

  @Test
  void afterAnOutageAllGoOutByThemselvesInTheirOrderAlsoWhatWasDiscardedAndBroughtBack() {
    var window = open("outbox-outage").networkMayFail();
    window.page().route(POSTS, Route::abort);
    for (var content : List.of("one", "two", "three")) {
      window.write("Ada", content);
    }
    window.awaitStatus(window.row("one"), "waiting");
    window.button("Discard").click();
    window.awaitContents("two", "three");
    assertThat(window.page().locator(".toast")).containsText("Message discarded.");
    window.button("Undo").click();
    window.awaitContents("one", "two", "three");

    window.page().reload();
    window.awaitLive().awaitContents("one", "two", "three");
    window.page().unroute(POSTS);
    assertThat(withStatus(window, "delivered")).hasCount(3);
    window.awaitContents("one", "two", "three");
    assertThat(http.contents("outbox-outage")).containsExactly("one", "two", "three");
  }

  @Test
  void aRefusedMessageSaysWhyAndIsEditedInItsRow() {
    var window = open("outbox-refused").networkMayFail();
    var keys = new ArrayList<String>();
    window.page().route(POSTS, route -> refuseOnce(route, keys));
    window.write("Ada", "not like this");
    window.awaitStatus(window.messages(), "refused");
    assertThat(window.messages().getByRole(AriaRole.ALERT)).containsText("The tide is against it.");
    assertThat(window.button("Retry")).isHidden();
    window.message().fill("half a thought");

    window.button("Edit").click();
    window.button("Cancel").click();
    window.awaitStatus(window.messages(), "refused");
    window.button("Edit").click();
    assertThat(edit(window)).isFocused();
    assertThat(edit(window)).hasValue("not like this");
    edit(window).fill("like this");
    assertThat(keys).hasSize(1);
    window.button("Save").click();
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("like this");
    assertThat(window.message()).hasValue("half a thought");
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotBlank();
  }

  /** The first attempt has reached the board after all. */
  @Test
  void whatWasEditedAfterItWasDeliveredStaysSaysSoAndCanBeSentOnItsOwn() {
    var window = open("outbox-earlier").networkMayFail();
    var keys = beginEditing(window, "the first version");
    edit(window).fill("the second version");
    window.button("Save").click();
    window.awaitContents("the second version");
    http.board().post(Board.message("Ada", "the first version", "outbox-earlier"), keys.get(0));
    window.awaitContents("the first version", "the second version");
    window.awaitStatus(window.messages().last(), "refused");
    assertThat(window.messages().getByRole(AriaRole.ALERT))
        .containsText("An earlier version of this message was delivered.");
    window.page().unroute(POSTS);
    // The delivered one can be edited, too
    window
        .messages()
        .last()
        .getByText("Edit", new Locator.GetByTextOptions().setExact(true))
        .click();
    window.button("Save").click();
    assertThat(withStatus(window, "delivered")).hasCount(2);
    assertThat(http.contents("outbox-earlier"))
        .containsExactly("the first version", "the second version");
  }

  @Test
  void whatIsDeliveredDuringItsEditingTakesNothingFromTheEditor() {
    var window = open("outbox-editing").networkMayFail();
    var keys = beginEditing(window, "the first version");
    edit(window).fill("the second version");
    http.board().post(Board.message("Ada", "the first version", "outbox-editing"), keys.get(0));
    assertThat(window.messages()).hasCount(2);
    assertThat(edit(window)).hasValue("the second version");
    window.page().unroute(POSTS);
    window.button("Save").click();
    assertThat(withStatus(window, "delivered")).hasCount(2);
    window.awaitContents("the first version", "the second version");
  }

  /** Returns the keys of the attempts, none of which reaches the board. */
  private static List<String> beginEditing(BoardPage window, String content) {
    var keys = new ArrayList<String>();
    window.page().route(POSTS, route -> abort(route, keys));
    window.write("Ada", content);
    window.awaitStatus(window.messages(), "waiting");
    window.button("Edit").click();
    return keys;
  }

  private static void holdTheFirst(Route route, List<Route> held) {
    if (held.isEmpty()) {
      held.add(route);
    } else {
      route.resume();
    }
  }

  private static void refuseOnce(Route route, List<String> keys) {
    keys.add(key(route));
    if (keys.size() > 1) {
      route.resume();
      return;
    }
    route.fulfill(
        new FulfillOptions()
            .setStatus(422)
            .setContentType("application/problem+json")
            .setBody("{\"status\":422,\"detail\":\"The tide is against it.\"}"));
  }

  private static void abort(Route route, List<String> keys) {
    keys.add(key(route));
    route.abort();
  }

  private static String key(Route route) {
    return route.request().headerValue("idempotency-key");
  }

  private static Locator withStatus(BoardPage window, String status) {
    return window.log().locator(".message[data-status=%s]".formatted(status));
  }

  private static Locator edit(BoardPage window) {
    return window.page().getByLabel("Edit message");
  }
}
