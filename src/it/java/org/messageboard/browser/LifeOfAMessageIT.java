package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What becomes of a message after it was posted, in two windows at once. */
class LifeOfAMessageIT extends BoardInBrowser {

  private static final Pattern DELETIONS = Pattern.compile(".*/api/messages/[0-9a-f-]{36}");

  @Test
  void anEditStandsInBothWindowsAndNobodyElseCanMakeOne() {
    var ada = open("life-edit");
    var ben = open("life-edit");
    ada.write("Ada", "frist");
    ben.awaitContents("frist");
    ada.message().press("ArrowUp");
    ada.page().getByLabel("Edit message").fill("first");
    ada.page().keyboard().press("Enter");
    for (var window : new BoardPage[] {ada, ben}) {
      awaitTexts(window, "first");
      assertThat(window.messages().locator(".edited")).isVisible();
    }
    ben.row("first").hover();
    assertThat(action(ben, "Reply")).isVisible();
    assertThat(action(ben, "Edit")).isHidden();
    assertThat(action(ben, "Delete")).isHidden();
    ada.page().reload();
    ada.awaitLive().awaitContents("first");
    ada.row("first").hover();
    assertThat(action(ada, "Edit")).isVisible();
  }

  @Test
  void aDeletionCanBeUndoneForAMomentAndThenTheContentIsGone() {
    var ada = open("life-delete");
    var ben = open("life-delete");
    ada.write("Ada", "better not");
    ben.awaitContents("better not");
    ada.row("better not").focus();
    ada.page().keyboard().press("Delete");
    awaitTexts(ada, "Ada deleted this message.");
    ada.button("Undo").click();
    awaitTexts(ada, "better not");
    ada.row("better not").focus();
    ada.page().waitForRequest(DELETIONS, () -> ada.page().keyboard().press("Delete"));
    for (var window : new BoardPage[] {ada, ben}) {
      awaitTexts(window, "Ada deleted this message.");
    }
    ben.page().reload();
    awaitTexts(ben.awaitLive(), "Ada deleted this message.");
    assertThat(http.board().get("api/messages?channel=life-delete").body())
        .doesNotContain("better not");
  }

  @Test
  void aReactionCountsOncePerPersonAndSaysWhoseItIs() {
    var ada = open("life-react");
    var ben = open("life-react");
    ben.name().fill("Ben");
    ada.write("Ada", "party?");
    ben.awaitContents("party?");
    ben.row("party?").hover();
    action(ben, "React").click();
    assertThat(ben.page().getByRole(AriaRole.DIALOG)).isVisible();
    ben.page().keyboard().type("tada");
    ben.page().keyboard().press("Enter");
    awaitReaction(ben, "🎉 1", true);
    awaitReaction(ada, "🎉 1", false);
    ada.messages().locator(".reaction").click();
    awaitReaction(ada, "🎉 2", true);
    awaitReaction(ben, "🎉 2", true);
    ada.messages().locator(".reaction").hover();
    assertThat(ada.messages().locator(".reaction")).hasAttribute("title", "Ada, Ben");
    ben.messages().locator(".reaction").click();
    awaitReaction(ada, "🎉 1", true);
    awaitReaction(ben, "🎉 1", false);
  }

  @Test
  void repliesStandInTheThreadAndInTheChannel() {
    var ada = open("life-thread");
    var ben = open("life-thread");
    ada.write("Ada", "How are you?");
    ben.awaitContents("How are you?");
    ben.name().fill("Ben");
    ben.row("How are you?").focus();
    ben.page().keyboard().press("r");
    var thread = thread(ben);
    assertThat(thread.locator("textarea")).isFocused();
    ben.page().keyboard().type("Fine, @Ada!");
    ben.page().keyboard().press("Enter");
    assertThat(thread.locator(".scroller .content")).hasText("Fine, @Ada!");
    ada.awaitContents("How are you?", "Fine, @Ada!");
    assertThat(ada.messages().last().locator(".mention-me")).hasText("@Ada");
    assertThat(ada.messages().last().locator(".reply-to")).containsText("How are you?");
    ada.messages().first().locator(".replies").click();
    assertThat(thread(ada).locator(".scroller .content")).hasText("Fine, @Ada!");
    assertThat(thread(ada).locator("textarea")).isFocused();
    ada.page().keyboard().type("Good");
    ada.page().keyboard().press("Enter");
    assertThat(thread.locator(".scroller .content")).hasCount(2);
    assertThat(ben.page().locator(".main .replies").first()).containsText("2 replies");
    ben.page().keyboard().press("Escape");
    assertThat(ben.page().locator(".thread")).hasCount(0);
    assertThat(ben.row("How are you?")).isFocused();
  }

  @Test
  void anAuthorsMessagesAreShownAloneAndNewOnesJoinThem() {
    http.post("life-by", "Ben / Co", "one");
    http.post("life-by", "Mei", "two");
    var window = open("life-by");
    window.awaitContents("one", "two");
    window.row("one").locator(".author").click();
    awaitTexts(window, "one");
    assertThat(window.page().getByText("Only messages by Ben / Co")).isVisible();
    http.post("life-by", "Mei", "three");
    http.post("life-by", "Ben / Co", "four");
    window.awaitContents("one", "four");
    window.page().reload();
    window.awaitLive().awaitContents("one", "four");
    window.page().getByText("Show all").click();
    window.awaitContents("one", "two", "three", "four");
  }

  @Test
  void aChannelHasATopicAndCanBeArchived() {
    http.post("life-topic", "Ben", "hello");
    var ada = open("life-topic");
    var ben = open("life-topic");
    ada.name().fill("Ada");
    ada.button("Channel settings").click();
    ada.page()
        .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Topic"))
        .fill("What we build");
    ada.page().getByLabel("Archived").check();
    ada.button("Save").click();
    for (var window : new BoardPage[] {ada, ben}) {
      assertThat(window.page().getByText("What we build")).isVisible();
      assertThat(window.page().getByText("This channel is archived")).isVisible();
      assertThat(window.message()).isHidden();
    }
  }

  /** Waits for texts that take the place of others. */
  private static void awaitTexts(BoardPage window, String... expected) {
    assertThat(window.contents()).hasText(expected);
  }

  private static Locator action(BoardPage window, String name) {
    return window
        .page()
        .getByRole(AriaRole.TOOLBAR)
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
  }

  private static Locator thread(BoardPage window) {
    return window
        .page()
        .getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Thread"));
  }

  private static void awaitReaction(BoardPage window, String text, boolean mine) {
    var reaction = window.messages().locator(".reaction");
    assertThat(reaction).hasAttribute("aria-label", Pattern.compile("^" + text + "\\b.*"));
    assertThat(reaction).hasAttribute("aria-pressed", String.valueOf(mine));
  }
}
