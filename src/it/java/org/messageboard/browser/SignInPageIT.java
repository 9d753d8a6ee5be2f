package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;
import org.messageboard.it.BoardServer;

/**
 * Where people sign in: everybody may read at one server, only those who have signed in at another.
 */
@Tag("page")
@ExtendWith(NeedsChromium.class)
class SignInPageIT {

  private static final String ADA = "Ada Lovelace";
  private static final String BOB = "Bob Kahn";
  private static final String MODERATOR = "Mo Derator";
  private static final String ENDED = "You have been signed out. Sign in to go on.";
  private static final String ASKED = "Sign in to read and to write.";

  @RegisterExtension static final Windows windows = new Windows();
  @TempDir static Path directory;

  private static OpenIdProvider provider;
  private static BoardServer openServer;
  private static BoardServer closedServer;

  @BeforeAll
  static void start() throws IOException {
    int port = Ports.free();
    provider = new OpenIdProvider(directory, port);
    openServer = server("public", port);
    closedServer = server("signed-in", port);
    ChildProcess.startAll(List.of(openServer, closedServer));
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
            read));
  }

  @AfterAll
  static void stop() {
    closedServer.close();
    openServer.close();
    provider.close();
  }

  @Test
  void whoReadsSignsInToWriteAndComesBackToTheSamePlace() {
    var window = open(windows.browser(), openServer, "signing").awaitLive();
    assertThat(window.message()).isHidden();
    window.networkMayFail();
    window.button("Sign in to write").click();
    choose(window.page(), ADA);
    window.awaitLive();
    assertThat(window.page()).hasURL(address(openServer, "signing").toString());
    assertThat(window.name()).isHidden();
    assertThat(window.button(ADA)).isVisible();
    write(window, "signed");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(window.messages().locator(".author")).hasText(ADA);
  }

  @Test
  void aStrangerIsAskedToSignInBeforeReacting() {
    var author = signedIn(openServer, "stranger", ADA);
    write(author, "react to this");
    author.awaitContents("react to this");
    var stranger = open(windows.browser(), openServer, "stranger").awaitLive();
    stranger.row("react to this").hover();
    stranger.button("React").click();
    assertThat(stranger.page().getByText("Sign in to do that.")).isVisible();
    assertThat(stranger.page().locator(".emoji-picker")).hasCount(0);
  }

  @Test
  void whereOnlyThoseReadWhoHaveSignedInThePageAsksCalmlyAndAllTabsGoOn() {
    var browser = windows.browser();
    var window = open(browser, closedServer, "calm");
    var other = open(browser, closedServer, "calm");
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
    var window = signedIn(closedServer, "ended", ADA);
    var browser = window.page().context();
    var other = open(browser, closedServer, "ended").awaitLive();
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
    write(signedIn(closedServer, "ended", BOB), "by Bob");

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
    var window = signedIn(openServer, "read-on", ADA).networkMayFail();
    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    window.awaitLive();
    write(signedIn(openServer, "read-on", BOB), "by Bob");
    window.awaitContents("by Bob");
  }

  @Test
  void whatSomebodyHasNotSentYetIsNotSentUnderTheNameOfAnother() {
    var window = signedIn(closedServer, "another", ADA).networkMayFail();
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
    window.awaitContents("by Bob", "by Ada");
    assertThat(window.row("by Ada").locator(".author")).hasText(ADA);
    assertThat(window.message()).hasValue("Ada's draft");
  }

  @Test
  void whereTheBrowserOpensNoWindowTheSignInIsInThisOne() {
    var window = signedIn(openServer, "blocked", ADA).networkMayFail();
    window.message().fill("a draft");
    window.page().evaluate("() => { window.open = () => null; }");
    endSession(window.page().context());
    signInButton(window).click();
    choose(window.page(), ADA);
    window.awaitLive();
    assertThat(window.page()).hasURL(address(openServer, "blocked").toString());
    assertThat(window.page().getByText(ENDED)).isHidden();
    assertThat(window.message()).hasValue("a draft");
  }

  @Test
  void signingOutInOneTabIsNoticedInTheOthers() {
    var window = signedIn(openServer, "out", ADA).networkMayFail();
    var other = open(window.page().context(), openServer, "out").awaitLive().networkMayFail();
    assertThat(other.message()).isVisible();
    window.button(ADA).click();
    assertThat(window.page().getByText("You can read and write.")).isVisible();
    window.button("Sign out").click();
    assertThat(window.button("Sign in to write")).isVisible();
    assertThat(other.page().getByText(ENDED)).isVisible();
  }

  @Test
  void somebodySeesWhereTheyAreSignedInAndSignsOutThere() {
    var window = signedIn(openServer, "elsewhere-in", BOB).networkMayFail();
    var other = signedIn(openServer, "elsewhere-in", BOB).networkMayFail();
    window.button(BOB).click();
    assertThat(window.page().getByText("This browser")).hasCount(1);
    assertThat(window.page().getByText("Chrome on Linux, since Today").first()).isVisible();
    AccessibilityIT.check(window, "sessions");
    window.button("Sign out everywhere else").click();
    assertThat(window.page().getByText("You are signed out everywhere else.")).isVisible();
    assertThat(window.page().getByText("Chrome on Linux, since Today")).hasCount(1);
    assertThat(window.button("Sign out everywhere else")).isHidden();
    assertThat(other.page().getByText(ENDED)).isVisible();
    window.page().keyboard().press("Escape");
    assertThat(window.button(BOB)).isVisible();
  }

  @Test
  void nothingOfItIsABarrier() {
    var stranger = open(windows.browser(), closedServer, "barriers");
    assertThat(stranger.page().getByText(ASKED)).isVisible();
    AccessibilityIT.check(stranger, "sign-in screen");
    var reader = open(windows.browser(), openServer, "barriers").awaitLive();
    assertThat(reader.button("Sign in to write")).isVisible();
    AccessibilityIT.check(reader, "sign in to write");
    var window = signedIn(openServer, "barriers", ADA).networkMayFail();
    window.button(ADA).click();
    AccessibilityIT.check(window, "person");
    window.page().keyboard().press("Escape");
    endSession(window.page().context());
    assertThat(window.page().getByText(ENDED)).isVisible();
    AccessibilityIT.check(window, "signed out");
  }

  @Test
  void theFocusGoesOnToWhatCanBeDone() {
    var window = open(windows.browser(), openServer, "focus").awaitLive().networkMayFail();
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
    var bob = signedIn(openServer, "devices", BOB);
    write(bob, "first");
    bob.awaitContents("first");
    var phone = signedIn(openServer, "somewhere", ADA);
    var desk = signedIn(openServer, "elsewhere", ADA);
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
    var another = signedIn(openServer, "anywhere", ADA);
    assertThat(another.channel("devices 1 unread")).isVisible();
  }

  @Test
  void onlyAModeratorChangesChannels() {
    var moderator = signedIn(closedServer, "changed", MODERATOR);
    write(moderator, "first");
    moderator.awaitContents("first");
    assertThat(moderator.button("Channel settings")).isVisible();
    var ada = signedIn(closedServer, "changed", ADA);
    ada.awaitContents("first");
    assertThat(ada.button("Channel settings")).isHidden();
  }

  @Test
  void whoMayOnlyReadIsToldSo() {
    var window = open(windows.browser(), openServer, "reader").awaitLive().networkMayFail();
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
    var address = openServer.board().uri().resolve("?sign-in=denied#/c/nothing");
    var window = windows.open(windows.browser(), address).awaitLive();
    assertThat(window.page().getByText("You were not signed in: it was cancelled")).isVisible();
    assertThat(window.page()).hasURL(address(openServer, "nothing").toString());
  }

  private static URI address(BoardServer server, String channel) {
    return server.board().uri().resolve("#/c/" + channel);
  }

  private static BoardPage open(BrowserContext browser, BoardServer server, String channel) {
    return windows.open(browser, address(server, channel));
  }

  /** Somebody in a browser of their own. */
  private static BoardPage signedIn(BoardServer server, String channel, String person) {
    var browser = windows.browser();
    var page = browser.newPage();
    page.navigate(server.board().uri().resolve("api/sign-in").toString());
    choose(page, person);
    page.waitForURL(server.board().uri() + "**");
    // The first request of all gets 503, and the server begins to read the marks
    page.waitForFunction(
        "async () => (await fetch('api/read-marks')).ok",
        null,
        new Page.WaitForFunctionOptions().setPollingInterval(200));
    page.close();
    return open(browser, server, channel).awaitLive();
  }

  /** In the window that the page opens for it. */
  private static void signInAgain(BoardPage window, String person) {
    var popup = window.page().context().waitForPage(() -> signInButton(window).click());
    choose(popup, person);
    window.page().waitForCondition(popup::isClosed);
  }

  private static Locator signInButton(BoardPage window) {
    return window.page().locator(".sign-in-bar").getByText("Sign in", exactly());
  }

  /** On the provider's page. */
  private static void choose(Page page, String person) {
    page.getByText(person, new Page.GetByTextOptions().setExact(true)).click();
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

  private static void write(BoardPage window, String content) {
    window.message().fill(content);
    window.send().click();
  }
}
