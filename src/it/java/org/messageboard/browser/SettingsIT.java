package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the page looks, and which messages draw the reader's attention. */
class SettingsIT extends BoardInBrowser {

  /** Notifications of the system as a list, allowed once the page has asked. */
  private static final String NOTIFICATIONS =
      """
      window.notifications = [];
      window.Notification = class {
        static permission = localStorage.getItem('allowed') ?? 'default';
        static async requestPermission() {
          localStorage.setItem('allowed', 'granted');
          return (this.permission = 'granted');
        }
        constructor(title, options) {
          Object.assign(this, { title, ...options });
          window.notifications.push(this);
        }
        close() {}
      };
      """;

  @Test
  void theThemeAndTheDensitySurviveAReload() {
    var window = open("settings-theme");
    window.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    var light = ground(window);
    window.button("Settings").click();
    choose(window, "Compact");
    chooseTheme(window, "Dark", "dark");
    var dark = ground(window);
    assertThat(dark).isNotEqualTo(light);
    window.page().reload();
    window.awaitLive();
    assertThat(ground(window)).isEqualTo(dark);
    assertThat(window.page().locator("html")).hasAttribute("data-density", "compact");

    window.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    window.button("Settings").click();
    chooseTheme(window, "Light", "light");
    assertThat(ground(window)).isEqualTo(light);
    chooseTheme(window, "As the system", "system");
    assertThat(ground(window)).isEqualTo(dark);
  }

  @Test
  void allTabsLookTheSame() {
    var browser = windows.browser();
    var one = windows.open(browser, http.board(), "settings-tabs");
    var other = windows.open(browser, http.board(), "settings-tabs");
    one.button("Settings").click();
    choose(one, "Dark");
    assertThat(other.page().locator("html")).hasAttribute("data-theme", "dark");
  }

  @Test
  void aMutedChannelShowsNothingUnread() {
    http.post("settings-muted", "Ben", "before");
    var window = open("settings-muted");
    window.awaitContents("before");
    hear(window, "Nothing, and do not show what is unread");
    assertThat(window.button("Notifications: muted")).isVisible();
    http.post("settings-loud", "Ben", "before");
    window.channel("settings-loud 1 unread").click();
    window.awaitContents("before");
    http.post("settings-muted", "Ben", "quiet");
    http.post("settings-elsewhere", "Ben", "loud");
    assertThat(window.channel("settings-elsewhere 1 unread")).isVisible();
    assertThat(window.channel("settings-muted muted")).isVisible();
    assertThat(window.page()).hasTitle("(1) #settings-loud · Message Board");
    assertThat(icon(window)).hasAttribute("href", Pattern.compile("/favicon-unread\\.svg$"));
    window.channel("settings-elsewhere 1 unread").click();
    assertThat(window.page()).hasTitle("#settings-elsewhere · Message Board");
    assertThat(icon(window)).hasAttribute("href", Pattern.compile("/favicon\\.svg$"));
  }

  @Test
  void unreadMessagesThatMentionTheReaderAreCountedApart() {
    http.post("settings-mentions", "Ben", "before");
    var window = open("settings-mentioned");
    window.name().fill("Ada");
    assertThat(window.channel("settings-mentions")).isVisible();
    http.post("settings-mentions", "Ben", "to @ada", "to @adam", "to mail@ada.org");
    http.post("settings-mentions", "Ada", "I am @Ada");
    assertThat(window.channel("settings-mentions 1 mentioning you 4 unread")).isVisible();
    window.page().reload();
    assertThat(window.channel("settings-mentions 1 mentioning you 4 unread")).isVisible();
    window.channel("settings-mentions 1 mentioning you 4 unread").click();
    assertThat(window.channel("settings-mentions")).isVisible();
  }

  @Test
  void whoeverMentionsTheReaderIsAnnouncedByTheSystem() {
    http.post("settings-notify", "Ben", "@Ada before");
    var window = openNotified(notified(), "settings-quiet");
    http.post("settings-notify", "Ben", "not for you");
    http.post("settings-notify", "Ada", "@Ada from myself");
    http.post("settings-notify", "Ben", "@Ada " + "x".repeat(200));
    awaitNotifications(window, 1);
    assertThat(notifications(window))
        .containsExactly("Ben in #settings-notify|@Ada " + "x".repeat(115) + "|settings-notify");
    window.page().evaluate("() => window.notifications[0].onclick()");
    assertThat(window.title()).hasText("settings-notify");
    assertThat(window.messages().last()).isFocused();
  }

  @Test
  void ofAChannelTheReaderWantsAllOrNothing() {
    http.post("settings-all", "Ben", "higher than the screen\n".repeat(60));
    http.post("settings-none", "Ben", "before");
    var window = openNotified(notified(), "settings-none");
    hear(window, "Nothing, and do not show what is unread");
    window.channel("settings-all").click();
    assertThat(window.messages()).hasCount(1);
    hear(window, "All messages");
    window.log().evaluate("log => { log.scrollTop = 0; }");
    http.post("settings-all", "Ben", "in the open channel");
    assertThat(window.messages()).hasCount(2);
    http.post("settings-third", "Ben", "@Ada, elsewhere");
    awaitNotifications(window, 1);
    assertThat(notifications(window))
        .containsExactly("Ben in #settings-third|@Ada, elsewhere|settings-third");
    window.page().evaluate("() => window.notifications.splice(0)");
    window.channel("settings-none muted").click();
    window.channel("general").click();
    http.post("settings-none", "Ben", "@Ada, muted");
    http.post("settings-all", "Ben", "no mention");
    awaitNotifications(window, 1);
    assertThat(notifications(window))
        .containsExactly("Ben in #settings-all|no mention|settings-all");
  }

  @Test
  void ofSeveralTabsOneNotifiesAndNoneWhatAnotherShows() {
    var browser = notified();
    var one = openNotified(browser, "settings-tab-one");
    var other = windows.open(browser, http.board(), "settings-tab-other");
    http.post("settings-tab-other", "Ben", "@Ada, on the screen of a tab");
    other.awaitContents("@Ada, on the screen of a tab");
    http.post("settings-tab-third", "Ben", "@Ada, on none");
    awaitNotifications(one, 1);
    assertThat(notifications(one))
        .containsExactly("Ben in #settings-tab-third|@Ada, on none|settings-tab-third");
    assertThat(notifications(other)).isEmpty();
  }

  private static BrowserContext notified() {
    var browser = windows.browser();
    browser.addInitScript(NOTIFICATIONS);
    return browser;
  }

  /** As Ada, who has turned the notifications on. */
  private static BoardPage openNotified(BrowserContext browser, String channel) {
    var window = windows.open(browser, http.board(), channel);
    window.name().fill("Ada");
    window.button("Settings").click();
    window.button("Turn on").click();
    assertThat(window.button("Turn off")).isVisible();
    window.page().keyboard().press("Escape");
    return window;
  }

  private static void awaitNotifications(BoardPage window, int count) {
    window.page().waitForFunction("count => window.notifications.length >= count", count);
  }

  @SuppressWarnings("unchecked")
  private static List<String> notifications(BoardPage window) {
    return (List<String>)
        window
            .page()
            .evaluate(
                "() => window.notifications.map(({ title, body, tag }) => [title, body, tag].join('|'))");
  }

  /** Sets what the reader wants to hear of the current channel. */
  private static void hear(BoardPage window, String what) {
    window.page().locator(".bell").click();
    choose(window, what);
    window.page().keyboard().press("Escape");
  }

  private static void chooseTheme(BoardPage window, String label, String theme) {
    choose(window, label);
    assertThat(window.page().locator("html")).hasAttribute("data-theme", theme);
  }

  private static void choose(BoardPage window, String label) {
    var options = new Page.GetByRoleOptions().setName(label).setExact(true);
    window.page().getByRole(AriaRole.RADIO, options).check();
  }

  private static Locator icon(BoardPage window) {
    return window.page().locator("link[rel=icon]");
  }

  private static String ground(BoardPage window) {
    return (String) window.page().evaluate("() => getComputedStyle(document.body).backgroundColor");
  }
}
