package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Map.entry;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.ViewportSize;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page has no barriers that axe finds, in any state, look or size. */
class AccessibilityIT extends BoardInBrowser {

  /** The first is a desktop at a zoom of 400 %, the next a phone. */
  private static final List<ViewportSize> SIZES =
      List.of(new ViewportSize(320, 256), new ViewportSize(390, 844), new ViewportSize(1280, 800));

  /** How to reach each state from an empty channel on a phone. */
  private static final Map<String, Consumer<BoardPage>> STATES =
      Map.ofEntries(
          entry(
              "empty channel",
              window -> assertThat(window.page().getByText("Nothing in #")).isVisible()),
          entry("messages", AccessibilityIT::converse),
          entry("thread", AccessibilityIT::openThread),
          entry("failed message", AccessibilityIT::fail),
          entry("drawer", window -> window.button("Open channels").click()),
          entry("channel form", AccessibilityIT::openChannelForm),
          entry("switcher", window -> openByKey(window, "Control+k", "Go to a channel")),
          entry("keys", window -> openByKey(window, "Control+/", "Keys")),
          entry("settings", AccessibilityIT::openSettings),
          entry(
              "bell",
              window -> openByButton(window, "Notifications: mentions only", "Notifications from")),
          entry("emoji", window -> openByButton(window, "Emoji", "Emoji")),
          entry("suggestions", AccessibilityIT::beginEmoji));

  static Stream<String> states() {
    return STATES.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("states")
  void thereAreNoBarriers(String state) {
    var window = open("a11y-" + state.replace(' ', '-'));
    resize(window, SIZES.get(1));
    STATES.get(state).accept(window);
    check(window, state);
  }

  /** In all sizes and colours. */
  static void check(BoardPage window, String state) {
    for (var size : SIZES) {
      resize(window, size);
      var place = "%s, %d x %d, ".formatted(state, size.width, size.height);
      window.page().emulateMedia(look(ColorScheme.LIGHT));
      Axe.check(window, place + "light");
      window.page().emulateMedia(look(ColorScheme.DARK));
      Axe.checkColours(window, place + "dark");
    }
    window.page().emulateMedia(look(ColorScheme.DARK).setForcedColors(ForcedColors.ACTIVE));
    Axe.check(window, state + ", forced colours");
  }

  private static void converse(BoardPage window) {
    window.write("Ada", "Hello, see https://example.org/");
    window.write("Ada", "and this, too");
    window.write(
        "Ben",
        "> a quote\n\n- **an** item of a list\n\n```\ncode that is wide "
            + "x".repeat(200)
            + "\n```");
    assertThat(window.log().locator(".message[data-status=delivered]")).hasCount(3);
  }

  /** With an edited message, a deleted one and a reaction in the channel. */
  private static void openThread(BoardPage window) {
    converse(window);
    var keyboard = window.page().keyboard();
    window.message().press("ArrowUp");
    window.page().getByLabel("Edit message").fill("an edited quote");
    keyboard.press("Enter");
    assertThat(window.messages().locator(".edited:visible")).hasCount(1);
    window.row("and this, too").focus();
    keyboard.press("Delete");
    window.messages().first().focus();
    keyboard.press("+");
    awaitDialog(window, "Emoji");
    keyboard.type("tada");
    keyboard.press("Enter");
    assertThat(window.messages().locator(".reaction")).isVisible();
    window.messages().first().focus();
    keyboard.press("r");
    assertThat(window.page().locator(".thread textarea")).isFocused();
    keyboard.type("@Ben, a reply");
    keyboard.press("Enter");
    assertThat(window.page().locator(".thread .scroller .message[data-status=delivered]"))
        .hasCount(1);
  }

  private static void fail(BoardPage window) {
    window.networkMayFail().page().route("**/api/messages", Route::abort);
    window.write("Ada", "not sent");
    window.awaitStatus(window.messages(), "waiting");
  }

  private static void openChannelForm(BoardPage window) {
    window.button("Open channels").click();
    window.button("New channel").click();
    assertThat(window.page().getByLabel("Channel name")).isFocused();
  }

  private static void openSettings(BoardPage window) {
    window.button("Open channels").click();
    openByButton(window, "Settings", "Settings");
  }

  private static void openByKey(BoardPage window, String key, String dialog) {
    window.page().keyboard().press(key);
    awaitDialog(window, dialog);
  }

  private static void openByButton(BoardPage window, String button, String dialog) {
    window.button(button).click();
    awaitDialog(window, dialog);
  }

  private static void awaitDialog(BoardPage window, String name) {
    var options = new Page.GetByRoleOptions().setName(name);
    assertThat(window.page().getByRole(AriaRole.DIALOG, options)).isVisible();
  }

  private static void beginEmoji(BoardPage window) {
    window.message().pressSequentially(":ta");
    assertThat(window.page().getByRole(AriaRole.OPTION).first()).isVisible();
  }

  private static void resize(BoardPage window, ViewportSize size) {
    window.page().setViewportSize(size.width, size.height);
  }

  /** Without motion, the colours of a state are there at once. */
  private static EmulateMediaOptions look(ColorScheme scheme) {
    return new EmulateMediaOptions()
        .setColorScheme(scheme)
        .setForcedColors(ForcedColors.NONE)
        .setReducedMotion(ReducedMotion.REDUCE);
  }
}
