package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Making channels, going from one to the other, and what was not read yet. */
class ChannelsIT extends BoardInBrowser {

  @Test
  void aNewChannelIsOpenedListedAndInTheAddress() {
    var window = open("channels-from");
    window.button("New channel").click();
    window.page().getByLabel("Channel name").fill("#Channels Made");
    window.button("Create").click();
    assertThat(window.title()).hasText("channels-made");
    assertThat(window.page()).hasURL(Pattern.compile(".*#/c/channels-made$"));
    assertThat(window.channel("channels-made")).hasAttribute("aria-current", "page");
    assertThat(window.page().getByText("Nothing in #channels-made yet")).isVisible();
    window.write("Ada", "the first");
    window.awaitStatus(window.messages(), "delivered");
    assertThat(http.contents("channels-made")).containsExactly("the first");
  }

  @Test
  void aNameThatIsNoneIsExplainedAndNothingHappens() {
    var window = open("channels-bad");
    window.button("New channel").click();
    window.page().getByLabel("Channel name").fill("no_underscores!");
    window.button("Create").click();
    assertThat(window.page().locator(".channel-form .note")).containsText("Not a channel name.");
    assertThat(window.page().getByLabel("Channel name")).isFocused();
    assertThat(window.title()).hasText("channels-bad");
  }

  @Test
  void whatWasNotReadIsCountedUntilTheChannelIsOpened() {
    http.post("channels-other", "Ben", "read before");
    var window = open("channels-current");
    assertThat(window.channel("channels-other")).isVisible();
    http.post("channels-other", "Ben", "news 1", "news 2");
    assertThat(window.channel("channels-other 2 unread")).isVisible();
    assertThat(window.page()).hasTitle("(2) #channels-current · Message Board");
    assertThat(window.messages()).hasCount(0);

    window.channel("channels-other 2 unread").click();
    window.awaitContents("read before", "news 1", "news 2");
    assertThat(window.channel("channels-other")).hasAttribute("aria-current", "page");
    assertThat(window.page()).hasTitle("#channels-other · Message Board");
    assertThat(window.page()).hasURL(Pattern.compile(".*#/c/channels-other$"));
    window.page().reload();
    window.awaitLive().awaitContents("read before", "news 1", "news 2");
    assertThat(window.channel("channels-other")).isVisible();
  }

  @Test
  void theBackButtonGoesBackToTheChannelBefore() {
    http.post("channels-first", "Ben", "in the first");
    http.post("channels-second", "Ben", "in the second");
    var window = open("channels-first");
    window.channel("channels-second").click();
    window.awaitContents("in the second");
    window.page().goBack();
    assertThat(window.title()).hasText("channels-first");
    window.awaitContents("in the first");
  }

  @Test
  void aDraftStaysWithItsChannelAndSurvivesAReload() {
    http.post("channels-elsewhere", "Ben", "elsewhere");
    var window = open("channels-draft");
    window.message().fill("half a thought");
    window.channel("channels-elsewhere").click();
    assertThat(window.message()).hasValue("");
    window.page().goBack();
    assertThat(window.message()).hasValue("half a thought");
    window.page().reload();
    window.awaitLive();
    assertThat(window.message()).hasValue("half a thought");
    assertThat(http.contents("channels-draft")).isEqualTo(List.of());
  }
}
