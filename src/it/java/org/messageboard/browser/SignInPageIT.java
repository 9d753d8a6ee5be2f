package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.browser.SignInBoards.ADA;
import static org.messageboard.browser.SignInBoards.BOB;
import static org.messageboard.browser.SignInBoards.MODERATOR;
import static org.messageboard.browser.SignInBoards.address;
import static org.messageboard.browser.SignInBoards.choose;
import static org.messageboard.browser.SignInBoards.write;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.RequestOptions;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Where people sign in: everybody may read at one server, only those who have signed in at another.
 */
@Tag("page")
@ExtendWith(NeedsChromium.class)
class SignInPageIT {

  private static final String ENDED = "You have been signed out. Sign in to go on.";
  private static final String ASKED = "Sign in to read and to write.";

  @RegisterExtension static final Windows windows = new Windows();
  @RegisterExtension static final SignInBoards boards = new SignInBoards(windows);

  @Test
  void whoReadsSignsInToWriteAndComesBackToTheSamePlace() {
    var window = boards.open(windows.browser(), boards.openServer(), "signing").awaitLive();
    assertThat(window.message()).isHidden();
    window.networkMayFail();
    window.button("Sign in to write").click();
    choose(window.page(), ADA);
    window.awaitLive();
    assertThat(window.page()).hasURL(address(boards.openServer(), "signing").toString());
    assertThat(window.name()).isHidden();
    assertThat(window.button(ADA)).isVisible();
    write(window, "signed");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(window.messages().locator(".author")).hasText(ADA);
  }

  @Test
  void aStrangerIsAskedToSignInBeforeReacting() {
    var author = boards.signedIn(boards.openServer(), "stranger", ADA);
    write(author, "react to this");
    author.awaitContents("react to this");
    var stranger = boards.open(windows.browser(), boards.openServer(), "stranger").awaitLive();
    stranger.row("react to this").hover();
    stranger.button("React").click();
    assertThat(stranger.page().getByText("Sign in to do that.")).isVisible();
    assertThat(stranger.page().locator(".emoji-picker")).hasCount(0);
  }

  @Test
  void whereOnlyThoseReadWhoHaveSignedInThePageAsksCalmlyAndAllTabsGoOn() {
    var browser = windows.browser();
    var window = boards.open(browser, boards.closedServer(), "calm");
    var other = boards.open(browser, boards.closedServer(), "calm");
    for (var tab : List.of(window, other)) {
      assertThat(tab.page().getByText(ASKED)).isVisible();
      tab.awaitState("paused", "Paused");
      assertThat(tab.complaints()).isEmpty();
      assertThat(tab.message()).isHidden();
    }
    window.networkMayFail();
    window.page().locator(".sign-in-screen").getByText("Sign in", exactly()).click();
    choose(window.page(), ADA);
    for (var tab : List.of(window, other)) {
      tab.awaitLive();
      assertThat(tab.page().getByText(ASKED)).isHidden();
    }
    write(other, "from the other tab");
    window.awaitContents("from the other tab");
  }

  @Test
  void whenTheSessionEndsEverythingGoesOnInPlaceAfterTheNextSignInInAllTabs() {
    var window = boards.signedIn(boards.closedServer(), "ended", ADA);
    var browser = window.page().context();
    var other = boards.open(browser, boards.closedServer(), "ended").awaitLive();
    write(window, "before");
    other.awaitContents("before");
    for (var tab : List.of(window, other)) {
      tab.networkMayFail().page().evaluate("() => { window.notReloaded = true; }");
    }
    endSession(browser);
    for (var tab : List.of(window, other)) {
      assertThat(tab.page().getByText(ENDED)).isVisible();
      tab.awaitState("paused", "Paused");
      tab.awaitContents("before");
    }
    write(window, "meanwhile");
    window.awaitStatus(window.row("meanwhile"), "waiting");
    window.message().fill("a draft");
    write(boards.signedIn(boards.closedServer(), "ended", BOB), "by Bob");

    signInAgain(window, ADA);
    for (var tab : List.of(window, other)) {
      tab.awaitLive();
      assertThat(tab.page().getByText(ENDED)).isHidden();
      tab.awaitContents("before", "by Bob", "meanwhile");
      assertThat(tab.page().evaluate("() => window.notReloaded")).isEqualTo(true);
    }
    assertThat(window.message()).hasValue("a draft");
    write(window, "after");
    other.awaitContents("before", "by Bob", "meanwhile", "after");
  }

  @Test
  void whereEverybodyMayReadThePageReadsOnWithoutASession() {
    var window = boards.signedIn(boards.openServer(), "read-on", ADA).networkMayFail();
    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    window.awaitLive();
    write(boards.signedIn(boards.openServer(), "read-on", BOB), "by Bob");
    window.awaitContents("by Bob");
  }

  @Test
  void whatSomebodyHasNotSentYetIsNotSentUnderTheNameOfAnother() {
    var window = boards.signedIn(boards.closedServer(), "another", ADA).networkMayFail();
    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    write(window, "by Ada");
    window.awaitStatus(window.row("by Ada"), "waiting");
    window.message().fill("Ada's draft");

    signInAgain(window, BOB);
    assertThat(window.page().getByText("Not sent yet: 1 message by " + ADA)).isVisible();
    assertThat(window.message()).hasValue("");
    write(window, "by Bob");
    window.awaitStatus(window.messages(), "delivered");
    window.awaitContents("by Bob");

    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    signInAgain(window, ADA);
    // The page loads itself anew meanwhile
    assertThat(window.contents()).hasText(new String[] {"by Bob", "by Ada"});
    assertThat(window.row("by Ada").locator(".author")).hasText(ADA);
    assertThat(window.message()).hasValue("Ada's draft");
  }

  @Test
  void whereTheBrowserOpensNoWindowTheSignInIsInThisOne() {
    var window = boards.signedIn(boards.openServer(), "blocked", ADA).networkMayFail();
    window.message().fill("a draft");
    window.page().evaluate("() => { window.open = () => null; }");
    endSession(window.page().context());
    signInButton(window).click();
    choose(window.page(), ADA);
    window.awaitLive();
    assertThat(window.page()).hasURL(address(boards.openServer(), "blocked").toString());
    assertThat(window.page().getByText(ENDED)).isHidden();
    assertThat(window.message()).hasValue("a draft");
  }

  @Test
  void signingOutInOneTabIsNoticedInTheOthers() {
    var window = boards.signedIn(boards.openServer(), "out", ADA).networkMayFail();
    var other =
        boards
            .open(window.page().context(), boards.openServer(), "out")
            .awaitLive()
            .networkMayFail();
    assertThat(other.message()).isVisible();
    window.button(ADA).click();
    assertThat(window.page().getByText("You can read and write.")).isVisible();
    window.button("Sign out").click();
    assertThat(window.button("Sign in to write")).isVisible();
    assertThat(other.page().getByText(ENDED)).isVisible();
  }

  @Test
  void somebodySeesWhereTheyAreSignedInAndSignsOutThere() {
    var window = boards.signedIn(boards.openServer(), "elsewhere-in", BOB).networkMayFail();
    var other = boards.signedIn(boards.openServer(), "elsewhere-in", BOB).networkMayFail();
    window.button(BOB).click();
    assertThat(window.page().getByText("This browser")).hasCount(1);
    assertThat(window.page().getByText("Chrome on Linux, since Today").first()).isVisible();
    AccessibilityIT.check(window, "sessions");
    window.button("Sign out everywhere else").click();
    assertThat(window.page().getByText("Before that, show that it is you.")).isVisible();
    AccessibilityIT.check(window, "prove");
    signInAgain(window, window.button("Sign in once more"), BOB);
    assertThat(window.page().getByText("You are signed out everywhere else.")).isVisible();
    assertThat(window.page().getByText("Chrome on Linux, since Today")).hasCount(1);
    assertThat(window.button("Sign out everywhere else")).isHidden();
    assertThat(other.page().getByText(ENDED)).isVisible();
    window.page().keyboard().press("Escape");
    assertThat(window.button(BOB)).isVisible();
  }

  @Test
  void nothingOfItIsABarrier() {
    var stranger = boards.open(windows.browser(), boards.closedServer(), "barriers");
    assertThat(stranger.page().getByText(ASKED)).isVisible();
    AccessibilityIT.check(stranger, "sign-in screen");
    var reader = boards.open(windows.browser(), boards.openServer(), "barriers").awaitLive();
    assertThat(reader.button("Sign in to write")).isVisible();
    AccessibilityIT.check(reader, "sign in to write");
    var window = boards.signedIn(boards.openServer(), "barriers", ADA).networkMayFail();
    window.button(ADA).click();
    AccessibilityIT.check(window, "person");
    window.page().keyboard().press("Escape");
    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    AccessibilityIT.check(window, "signed out");
  }

  @Test
  void theFocusGoesOnToWhatCanBeDone() {
    var window =
        boards.open(windows.browser(), boards.openServer(), "focus").awaitLive().networkMayFail();
    assertThat(window.button("Sign in to write")).isVisible();
    window.page().locator(".skip").focus();
    window.page().keyboard().press("Enter");
    assertThat(window.button("Sign in to write")).isFocused();
    window.page().keyboard().press("Enter");
    choose(window.page(), ADA);
    window.awaitLive();
    endSession(window.page().context());
    signInAgain(window, ADA);
    assertThat(window.message()).isFocused();
  }

  @Test
  void whatSomebodyReadsInOneBrowserIsReadInTheOtherAtOnce() {
    var bob = boards.signedIn(boards.openServer(), "devices", BOB);
    write(bob, "first");
    bob.awaitContents("first");
    var phone = boards.signedIn(boards.openServer(), "somewhere", ADA);
    var desk = boards.signedIn(boards.openServer(), "elsewhere", ADA);
    write(bob, "second");
    assertThat(phone.channel("devices 1 unread")).isVisible();
    assertThat(desk.channel("devices 1 unread")).isVisible();
    phone.channel("devices 1 unread").click();
    phone.awaitContents("first", "second");
    assertThat(desk.channel("devices")).isVisible();
    phone.page().close();
    // A browser that has never been here knows it as well
    write(bob, "third");
    assertThat(desk.channel("devices 1 unread")).isVisible();
    var another = boards.signedIn(boards.openServer(), "anywhere", ADA);
    assertThat(another.channel("devices 1 unread")).isVisible();
  }

  @Test
  void onlyAModeratorChangesChannels() {
    var moderator = boards.signedIn(boards.closedServer(), "changed", MODERATOR);
    write(moderator, "first");
    moderator.awaitContents("first");
    assertThat(moderator.button("Channel settings")).isVisible();
    var ada = boards.signedIn(boards.closedServer(), "changed", ADA);
    ada.awaitContents("first");
    assertThat(ada.button("Channel settings")).isHidden();
  }

  @Test
  void whoMayOnlyReadIsToldSo() {
    var window =
        boards.open(windows.browser(), boards.openServer(), "reader").awaitLive().networkMayFail();
    window.button("Sign in to write").click();
    assertThat(window.page().locator("[name=claims]")).hasCount(3);
    window
        .page()
        .locator("[name=claims]")
        .first()
        .evaluate("(claims) => { claims.value = '{\"name\":\"Rosa\"}'; }");
    choose(window.page(), ADA);
    window.awaitLive();
    assertThat(window.button("Rosa")).isVisible();
    assertThat(window.page().getByText("You can read here, but not write.")).isVisible();
    assertThat(window.message()).isHidden();
  }

  @Test
  void thePageSaysWhyASignInCameToNothing() {
    var address = boards.openServer().board().uri().resolve("?sign-in=denied#/c/nothing");
    var window = windows.open(windows.browser(), address).awaitLive();
    assertThat(window.page().getByText("You were not signed in: it was cancelled")).isVisible();
    assertThat(window.page()).hasURL(address(boards.openServer(), "nothing").toString());
  }

  /** In the window that the page opens for it. */
  private static void signInAgain(BoardPage window, String person) {
    signInAgain(window, signInButton(window), person);
  }

  private static void signInAgain(BoardPage window, Locator button, String person) {
    var popup = window.page().context().waitForPage(button::click);
    choose(popup, person);
    window.page().waitForCondition(popup::isClosed);
  }

  private static Locator signInButton(BoardPage window) {
    return window.page().locator(".sign-in-bar").getByText("Sign in", exactly());
  }

  private static Locator.GetByTextOptions exactly() {
    return new Locator.GetByTextOptions().setExact(true);
  }

  /** As another of the person's windows does. */
  private static void endSession(BrowserContext browser) {
    var page = browser.pages().get(0).url();
    var options = RequestOptions.create().setHeader("Sec-Fetch-Site", "same-origin");
    var answer =
        browser.request().post(URI.create(page).resolve("api/sign-out").toString(), options);
    assertThat(answer.status()).isEqualTo(200);
  }
}
