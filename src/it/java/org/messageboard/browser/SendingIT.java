package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.messageboard.it.Board;

/** The way of one's own message: sending, sent, delivered, or failed and tried again. */
class SendingIT extends BoardInBrowser {

  private static final String POSTS = "**/api/messages";

  @Test
  void anOwnMessageIsSendingThenSentThenDeliveredAndStandsThereOnce() {
    var window = open("delivery");
    var held = holdPosts(window);
    window.write("Ada", "on its way");
    window.awaitStatus(window.messages(), "sending");
    assertThat(window.message()).hasValue("");

    window.page().waitForCondition(() -> !held.isEmpty());
    held.get(0).fulfill(accepted());
    window.awaitStatus(window.messages(), "sent");

    var post = held.get(0).request();
    var message = Board.json(post.postData());
    var stored = http.board().post(message, key(post));
    assertThat(stored.statusCode()).isEqualTo(202);
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("on its way");
    assertThat(window.messages()).hasAttribute("data-id", key(post));
  }

  @Test
  void aFailedMessageIsTriedAgainUnderTheSameKeyAndStandsThereOnce() {
    var window = open("retry").networkMayFail();
    var keys = recordKeys(window);
    window.page().route(POSTS, onPost(Route::abort));
    window.write("Ada", "at the second attempt");
    window.awaitStatus(window.messages(), "waiting");
    assertThat(window.messages().getByRole(AriaRole.ALERT)).containsText("Not sent yet.");
    window.page().waitForRequest(POSTS, () -> window.button("Retry").click());

    window.page().unroute(POSTS);
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("at the second attempt");
    assertThat(keys).hasSizeGreaterThan(2).doesNotContainNull();
    assertThat(Set.copyOf(keys)).hasSize(1);
    assertThat(http.contents("retry")).containsExactly("at the second attempt");
  }

  @Test
  void aMessageWhoseAnswerWasLostIsStillThereOnce() {
    var window = open("lost-answer").networkMayFail();
    window
        .page()
        .route(
            POSTS,
            onPost(
                route -> {
                  route.fetch();
                  route.abort();
                }));
    window.write("Ada", "arrived");
    window.awaitStatus(window.messages(), "delivered");
    http.post("lost-answer", "Ben", "the next");
    window.awaitContents("arrived", "the next");
  }

  @Test
  void aFailedMessageSurvivesAReloadAndCanBeDiscarded() {
    var window = open("discard").networkMayFail();
    window.page().route(POSTS, onPost(Route::abort));
    window.write("Ada", "better not");
    window.awaitStatus(window.messages(), "waiting");
    window.page().reload();
    window.awaitLive();
    window.awaitStatus(window.messages(), "waiting");
    window.button("Discard").click();
    assertThat(window.messages()).hasCount(0);
    assertThat(window.page().getByText("Nothing in #discard yet")).isVisible();
    assertThat(http.contents("discard")).isEmpty();
  }

  @Test
  void whatIsMissingOrTooLongIsSaidAndNotSent() {
    var window = open("limits");
    var keys = recordKeys(window);
    window.write("", "nobody said this");
    assertThat(window.page().locator(".author-note")).hasText("Your name is missing");
    assertThat(window.name()).isFocused();
    window.write("Ada", "x".repeat(2_003));
    assertThat(window.page().locator(".message-note")).hasText("3 characters too many");
    window.write("Ada", " \n ");
    assertThat(window.message()).isFocused();
    // 2,000 of what UTF-16 counts twice are still 2,000
    window.write("Ada", "🐢".repeat(2_000));
    window.awaitStatus(window.messages(), "delivered");
    assertThat(keys).hasSize(1);
    assertThat(http.contents("limits")).containsExactly("🐢".repeat(2_000));
  }

  /** Posts wait here until the test decides. */
  private static List<Route> holdPosts(BoardPage window) {
    var held = new ArrayList<Route>();
    window.page().route(POSTS, onPost(held::add));
    return held;
  }

  private static Consumer<Route> onPost(Consumer<Route> handler) {
    return route -> {
      if (route.request().method().equals("POST")) {
        handler.accept(route);
      } else {
        route.resume();
      }
    };
  }

  private static List<String> recordKeys(BoardPage window) {
    var keys = new ArrayList<String>();
    window
        .page()
        .onRequest(
            request -> {
              if (request.method().equals("POST")) {
                keys.add(key(request));
              }
            });
    return keys;
  }

  private static String key(Request post) {
    return post.headerValue("idempotency-key");
  }

  private static Route.FulfillOptions accepted() {
    return new Route.FulfillOptions()
        .setStatus(202)
        .setContentType("application/json")
        .setBody("{}");
  }
}
