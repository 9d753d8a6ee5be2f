package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messageboard.browser.SignInBoards.ADA;
import static org.messageboard.browser.SignInBoards.BOB;
import static org.messageboard.browser.SignInBoards.MODERATOR;
import static org.messageboard.browser.SignInBoards.write;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Private channels, direct messages and moderation, as people who have signed in see them. */
@Tag("page")
@ExtendWith(NeedsChromium.class)
class RoomsPageIT {

  private static final String NOTHING = "There is nothing at this address.";
  private static final Pattern NAME = Pattern.compile("[pd]-[0-9a-f]{32}");

  @RegisterExtension static final Windows windows = new Windows();
  @RegisterExtension static final SignInBoards boards = new SignInBoards(windows);

  @Test
  void whoIsAddedSeesAChannelAtOnceAndWhoIsRemovedSeesNothingOfIt() {
    var bob = signedIn("rooms-bob", BOB);
    var bobsOther = boards.open(bob.page().context(), boards.openServer(), "rooms-other");
    var ada = signedIn("rooms-ada", ADA);
    create(ada, "Plans", BOB);
    assertThat(ada.channels().locator("[data-channel=general] .hash")).hasText("#");
    assertThat(ada.title()).hasText("Plans");
    assertThat(ada.page()).hasTitle(Pattern.compile(".*Plans · Message Board"));
    for (var window : List.of(bob, bobsOther.awaitLive())) {
      assertThat(window.page().getByText(ADA + " added you to Plans.")).isVisible();
      assertThat(window.channel("private Plans")).isVisible();
    }
    write(ada, "for @Bob Kahn alone");
    for (var window : List.of(bob, bobsOther)) {
      assertThat(window.channel("private Plans 1 mentioning you 1 unread")).isVisible();
      assertThat(window.page()).hasTitle(Pattern.compile("\\(\\d+\\) #rooms-.*"));
    }
    open(bob, "private Plans");
    bob.awaitContents("for @Bob Kahn alone");
    assertThat(bobsOther.channel("private Plans")).isVisible();
    link(bob);

    write(bob, "read by both");
    ada.awaitContents("for @Bob Kahn alone", "read by both");
    bob.message().fill("a draft");
    member(ada, "Remove " + BOB).click();
    assertThat(ada.page().getByText(BOB + " is not a member any more.")).isVisible();
    assertThat(bob.page().getByText("You are no longer in Plans.")).isVisible();
    assertThat(bob.page().getByText("You are no longer in Plans.")).isFocused();
    assertThat(bob.page().getByText(ADA + " removed you.")).isVisible();
    assertThat(bobsOther.page().getByText(ADA + " removed you from Plans.")).isVisible();
    assertThat(bob.messages()).hasCount(0);
    for (var window : List.of(bob, bobsOther)) {
      assertThat(window.channels().getByText("Plans")).hasCount(0);
    }

    add(ada, BOB);
    bob.awaitContents("for @Bob Kahn alone", "read by both");
    assertThat(bob.message()).hasValue("a draft");
    assertThat(bob.page().locator("body")).not().containsText(NAME);
  }

  /** Also for whoever has not signed in, and whether there is such a channel or not. */
  private static void link(BoardPage member) {
    var link = member.messages().first().locator(".permalink").getAttribute("href");
    var stranger = boards.open(windows.browser(), boards.openServer(), "rooms-link").awaitLive();
    for (var window : List.of(stranger, signedIn("rooms-link", MODERATOR))) {
      for (var hash : List.of(link, "#/c/p-" + "0".repeat(32))) {
        window.networkMayFail().page().evaluate("hash => { location.hash = hash; }", hash);
        assertThat(window.page().getByText(NOTHING)).isVisible();
        assertThat(window.message()).isHidden();
        assertThat(window.page().locator(".toast")).hasCount(0);
      }
    }
  }

  @Test
  void twoPeopleWriteToEachOtherAndOneLeavesAChannelOfTheirs() {
    var bob = signedIn("direct", BOB);
    write(bob, "good morning");
    var ada = signedIn("direct", ADA);
    ada.row("good morning").hover();
    ada.button("More").click();
    ada.page().getByRole(AriaRole.MENUITEM).getByText("Message " + BOB).click();
    assertThat(ada.title()).hasText(BOB);
    assertThat(ada.message()).isFocused();
    write(ada, "good morning to you");
    assertThat(bob.channel(ADA + " 1 unread")).isVisible();
    bob.page().keyboard().press("Control+k");
    bob.page().getByLabel("Channel", exactly()).fill("love");
    assertThat(bob.page().getByRole(AriaRole.OPTION).first()).hasText(ADA + "private, 1 unread");
    bob.page().keyboard().press("Enter");
    bob.awaitContents("good morning to you");
    assertThat(bob.button("Channel settings")).isHidden();

    create(ada, "Lunch", BOB);
    open(bob, "private Lunch");
    bob.button("Members: 2").click();
    bob.button("Leave this channel").click();
    assertThat(bob.button("Stay")).isFocused();
    bob.button("Leave").click();
    assertThat(bob.page().getByText("You are no longer in Lunch.")).isVisible();
    assertThat(ada.button("Members: 1")).isVisible();
  }

  @Test
  void onlyModeratorsPostAnnouncements() {
    var moderator = signedIn("announced", MODERATOR);
    write(moderator, "soon");
    moderator.awaitStatus(moderator.messages(), "delivered");
    var ada = signedIn("announced", ADA);
    moderator.button("Channel settings").click();
    moderator.page().getByLabel("Announcements").check();
    moderator.button("Save").click();
    assertThat(ada.page().getByText("Only moderators post here.")).isVisible();
    assertThat(ada.message()).isHidden();
    write(moderator, "now");
    ada.row("now").hover();
    assertThat(ada.button("Reply")).isHidden();
    ada.button("React").click();
    ada.page().locator(".emoji-picker button").first().click();
    assertThat(moderator.row("now").locator(".reaction")).hasCount(1);
  }

  @Test
  void everythingWorksByKeyboardAndNothingOfItIsABarrier() {
    var ada = signedIn("keyboard", ADA);
    signedIn("keyboard", BOB);
    var keyboard = ada.page().keyboard();
    ada.button("New private channel").focus();
    keyboard.press("Enter");
    keyboard.type("Keys");
    keyboard.press("Tab");
    keyboard.press("Tab");
    keyboard.type("bob");
    assertThat(ada.page().getByRole(AriaRole.OPTION)).hasText(BOB);
    AccessibilityIT.check(ada, "new private channel");
    keyboard.press("Enter");
    assertThat(ada.page().getByText(BOB + " is chosen.")).isVisible();
    keyboard.press("Enter");
    assertThat(ada.title()).hasText("Keys");
    assertThat(ada.message()).isFocused();
    write(ada, "typed");
    ada.button("Members: 2").focus();
    keyboard.press("Enter");
    ada.button("Leave this channel").click();
    AccessibilityIT.check(ada, "members");
    keyboard.press("Escape");
    ada.button("Channel settings").click();
    AccessibilityIT.check(ada, "settings of a private channel");
    keyboard.press("Escape");
    ada.button("New direct message").click();
    AccessibilityIT.check(ada, "new direct message");
    keyboard.press("Escape");
    ada.row("typed").focus();
  }

  @Test
  void aModeratorsDay() {
    var eve = signedIn("day", "Eve Black");
    var joe = signedIn("day", "Joe Brown");
    write(eve, "rude words");
    joe.awaitContents("rude words");
    more(joe, "rude words", "Report to the moderators…");
    dialog(joe, "Report").getByLabel("Reason").fill("Rude");
    AccessibilityIT.check(joe, "report");
    joe.page().keyboard().press("Enter");
    assertThat(joe.page().getByText("The moderators will look at it.")).isVisible();

    var moderator = signedIn("day", MODERATOR);
    moderator.button("Moderation 1 reports").click();
    assertThat(moderator.page().getByText("Reported by Joe Brown")).containsText("Rude");
    AccessibilityIT.check(moderator, "reports");
    moderator.button("Remove the message by Eve Black").click();
    for (var window : List.of(eve, joe)) {
      assertThat(window.messages()).containsText("that a moderator deleted.");
    }
    assertThat(moderator.button("Moderation")).isVisible();
    close(moderator);

    write(joe, "kind words");
    moderator.awaitStatus(moderator.row("kind words"), "");
    more(moderator, "kind words", "Pin to the channel");
    joe.button("Pinned messages: 1").click();
    assertThat(dialog(joe, "Pinned in #day")).containsText("kind words");
    AccessibilityIT.check(joe, "pinned messages");
    close(joe);

    write(eve, "more of it");
    more(moderator, "more of it", "Delete with a reason…");
    dialog(moderator, "Delete").getByLabel("Reason").fill("Still rude");
    AccessibilityIT.check(moderator, "delete with a reason");
    moderator.page().keyboard().press("Enter");
    assertThat(joe.messages().last()).containsText("Reason: Still rude");
    more(moderator, "kind words", "Mute or ban Joe Brown…");
    dialog(moderator, "Restrict Joe Brown").getByLabel("Reason").fill("By mistake");
    AccessibilityIT.check(moderator, "restrict");
    moderator.page().keyboard().press("Enter");
    assertThat(moderator.page().getByText("Joe Brown is muted.")).isVisible();
    write(joe.networkMayFail(), "not sent");
    assertThat(joe.page().locator(".archived-note:visible"))
        .hasText(Pattern.compile("You are muted until .*: By mistake"));
    assertThat(joe.message()).isHidden();
    moderator.button("Moderation").click();
    tab(moderator, "People");
    moderator.button("Lift the restriction of Joe Brown").click();
    assertThat(joe.message()).isVisible();

    eve.networkMayFail();
    moderator.button("Restrict somebody…").click();
    var restrict = dialog(moderator, "Restrict somebody");
    choose(restrict, "Whom", "Eve Black");
    restrict.getByLabel("Ban").check();
    restrict.getByLabel("Reason").fill("Enough");
    moderator.button("Restrict").click();
    assertThat(eve.page().getByText(Pattern.compile("You are banned until .*: Enough")).first())
        .isVisible();
    AccessibilityIT.check(moderator, "people");
    tab(moderator, "Audit trail");
    assertThat(moderator.page().getByText("Mo Derator: Eve Black is banned")).isVisible();
    AccessibilityIT.check(moderator, "audit trail");
    close(moderator);
  }

  @Test
  void aBotPostsUntilAModeratorRevokesItsWebhook() throws IOException, InterruptedException {
    var ada = signedIn("bots", ADA);
    write(ada, "before");
    var moderator = signedIn("bots", MODERATOR);
    moderator.awaitContents("before");
    moderator.button("Moderation").click();
    tab(moderator, "Webhooks");
    var moderation = dialog(moderator, "Moderation");
    assertThat(moderation.getByLabel("Channel")).hasValue("bots");
    moderation.getByLabel("Name").fill("Deploys");
    moderation.getByLabel("Icon").fill("🚀");
    moderator.button("Create a webhook").click();
    var token = moderator.page().locator(".token code");
    assertThat(token).hasCount(2);
    assertThat(moderator.button("Copy token")).isFocused();
    assertThat(moderator.button("Revoke Deploys")).isVisible();
    AccessibilityIT.check(moderator, "webhooks");

    var address = token.last().innerText().replaceAll("^curl (\\S+) .*", "$1");
    var hook = bot(address, token.first().innerText());
    assertThat(post(hook).statusCode()).isEqualTo(202);
    var message = ada.row("Version 1 is out");
    assertThat(message.locator(".author")).hasText("Deploys");
    assertThat(message.locator(".avatar")).hasText("🚀");
    assertThat(message.locator(".bot")).isVisible();
    AccessibilityIT.check(ada, "message of a bot");

    close(moderator);
    moderator.button("Moderation").click();
    tab(moderator, "Webhooks");
    assertThat(token).hasCount(0);
    moderator.button("Revoke Deploys").click();
    assertThat(moderator.page().getByText("Deploys can post nothing any more.")).isVisible();
    assertThat(moderator.page().getByText("There are no webhooks.")).isVisible();
    assertThat(post(hook).statusCode()).isEqualTo(401);
    tab(moderator, "Audit trail");
    assertThat(moderator.page().getByText("Mo Derator revoked the webhook Deploys")).isVisible();
    close(moderator);
    assertThat(ada.messages()).hasCount(2);
  }

  private static HttpRequest bot(String address, String token) {
    return HttpRequest.newBuilder(URI.create(address))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString("{\"content\":\"Version 1 is out\"}"))
        .build();
  }

  private static HttpResponse<Void> post(HttpRequest message)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(message, BodyHandlers.discarding());
  }

  @Test
  void aLockedChannelAndAnotherTitle() {
    var moderator = signedIn("locked", MODERATOR);
    write(moderator, "first");
    var ada = signedIn("locked", ADA);
    ada.awaitContents("first");
    moderator.button("Channel settings").click();
    dialog(moderator, "#locked").getByLabel("Title").fill("Strongroom");
    dialog(moderator, "#locked").getByLabel("Locked").check();
    AccessibilityIT.check(moderator, "settings");
    moderator.button("Save").click();
    assertThat(ada.page().getByText("This channel is locked")).isVisible();
    assertThat(ada.title()).hasText("Strongroom");
    assertThat(ada.channel("Strongroom")).isVisible();
    ada.row("first").hover();
    assertThat(ada.button("Copy link")).isVisible();
    assertThat(ada.button("React")).isHidden();
  }

  @Test
  void statisticsFollowWhatHappensAndShowPrivateChannelsToTheirMembers() {
    var ada = signedIn("counted", ADA);
    write(ada, "one");
    var bob = signedIn("counted", BOB);
    create(ada, "Tally", BOB);
    write(ada, "among us");
    ada.button("Statistics").click();
    var statistics = dialog(ada, "Statistics");
    var channel = statistics.getByLabel("Channel");
    var secret = channel.getByText("Tally").getAttribute("value");
    channel.selectOption(secret);
    assertThat(statistics.locator(".tile").first()).hasText("Posts1");
    assertThat(boards.openServer().board().get("api/statistics?channel=" + secret).statusCode())
        .isEqualTo(404);

    channel.selectOption("counted");
    assertThat(statistics.locator(".tile").first()).hasText("Posts1");
    write(bob, "two");
    assertThat(statistics.locator(".tile").first()).hasText("Posts2");
    period(statistics, "2 days");
    assertThat(statistics.locator(".tick").last()).isVisible();
    assertThat((List<?>) ada.page().evaluate(OVERLAPPING)).isEmpty();
    period(statistics, "30 days");
    statistics.getByText("As a table").first().click();
    assertThat(statistics.locator(".table tbody tr").first().locator("td"))
        .hasText(new String[] {"2", "0", "0"});
    var chart = statistics.locator(".chart").first();
    chart.hover(new Locator.HoverOptions().setPosition(chart.boundingBox().width - 10, 60));
    assertThat(statistics.locator(".figure-value").first())
        .containsText("2 posts, 0 reactions, 0 edits");
    assertThat(chart.locator(".pointed-at").boundingBox().width).isLessThan(20);
    AccessibilityIT.check(ada, "statistics");
  }

  /** Texts of a chart that lie on another. */
  private static final String OVERLAPPING =
      """
      () => [...document.querySelectorAll('.chart')].flatMap((chart) => {
        const ticks = [...chart.querySelectorAll('.tick')].map((tick) => [tick.textContent, tick.getBoundingClientRect()]);
        return ticks.flatMap(([text, a], i) => ticks.slice(i + 1)
          .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
          .map(([other]) => `${text} and ${other}`));
      })
      """;

  private static void period(Locator statistics, String name) {
    statistics
        .getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(name).setExact(true))
        .check();
  }

  private static void more(BoardPage window, String content, String action) {
    window.row(content).hover();
    window.button("More").click();
    window.page().getByRole(AriaRole.MENUITEM).getByText(action).click();
  }

  private static void tab(BoardPage window, String name) {
    window.page().getByRole(AriaRole.TAB).getByText(name).click();
  }

  private static void close(BoardPage window) {
    window.page().keyboard().press("Escape");
    assertThat(window.page().locator("dialog[open]")).hasCount(0);
  }

  private static BoardPage signedIn(String channel, String person) {
    // Read marks are sent again after 503
    var window = boards.signedIn(boards.openServer(), channel, person).networkMayFail();
    assertThat(window.button("New direct message")).isVisible();
    return window;
  }

  private static void create(BoardPage window, String title, String member) {
    window.button("New private channel").click();
    var dialog = dialog(window, "New private channel");
    dialog.getByLabel("Title").fill(title);
    choose(dialog, "Members", member);
    window.button("Create").last().click();
    assertThat(window.title()).hasText(title);
  }

  private static Locator dialog(BoardPage window, String title) {
    return window.page().getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName(title));
  }

  private static void choose(Locator dialog, String label, String person) {
    dialog
        .getByLabel(label, new Locator.GetByLabelOptions().setExact(true))
        .and(dialog.getByRole(AriaRole.COMBOBOX))
        .pressSequentially(person.substring(0, 3));
    dialog.getByRole(AriaRole.OPTION).getByText(person).click();
  }

  private static Locator member(BoardPage window, String button) {
    window.page().getByRole(AriaRole.BUTTON, named(Pattern.compile("Members: \\d+"))).click();
    return window.button(button);
  }

  private static void add(BoardPage window, String person) {
    choose(dialog(window, "Members of"), "Add somebody", person);
    assertThat(window.page().getByText(person + " is a member now.")).isVisible();
    window.page().keyboard().press("Escape");
  }

  private static void open(BoardPage window, String channel) {
    window
        .channels()
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(channel))
        .click();
  }

  private static Page.GetByRoleOptions named(Pattern name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }
}
