package org.messageboard.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever somebody writes is text: shown as it was written, never run. */
class HostileTextIT extends BoardInBrowser {

  private static final List<String> HOSTILE =
      List.of(
          "<script>window.ran = 'script'</script>",
          "<img src=x onerror=\"window.ran = 'img'; alert(1)\">",
          "\"><svg onload=\"window.ran = 'svg'\"><script>window.ran = 1</script></svg>",
          "' onmouseover='window.ran = 1' x='",
          "javascript:window.ran='url'",
          "[click](javascript:window.ran=1) <a href=\"javascript:window.ran=1\">here</a>",
          "<iframe srcdoc=\"<script>parent.ran = 1</script>\"></iframe>",
          "data:text/html,<script>window.opener.ran = 1</script>",
          "{{constructor.constructor('window.ran=1')()}} ${window.ran=1}",
          "&lt;b&gt;not bold&lt;/b&gt; &amp; &#60;i&#62;",
          "</p></li></ol></main><h1>broken out</h1><!--",
          "<style>* { display: none }</style>",
          "https://example.org/\"onmouseover=\"window.ran=1",
          "https://example.org/'><script>window.ran=1</script>",
          "http://javascript:alert(1)@example.org/");

  private static final List<String> EXACT =
      List.of(
          "first line\nsecond line\n\n  indented after a blank one",
          "tab\there, two  spaces",
          "👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 👍🏽",
          "line\u2028separator and paragraph\u2029separator",
          "שלום, עולם! مرحبا 123",
          "\u202Eoverridden\u202C, then plain",
          "data: looks like\nevent: a stream\nid: 7",
          "e\u0301 is not \u00e9; \uD835\uDD4F; \uFEFF; \u0e01\u0e33");

  @Test
  void markupOfOthersIsShownAsTextAndNothingRuns() {
    var window = open("hostile");
    http.post("hostile", "<b>Mallory</b>\"><img src=x>", HOSTILE.toArray(String[]::new));
    assertHarmless(window);
    window.page().reload();
    window.awaitLive();
    assertHarmless(window);
    assertThat(window.messages().first().locator(".author"))
        .hasText("<b>Mallory</b>\"><img src=x>");
  }

  @Test
  void ownMarkupIsShownAsTextAndNothingRuns() {
    var window = open("hostile-own");
    for (var content : HOSTILE) {
      window.write("<img src=x onerror=ran=1>", content);
    }
    assertThat(window.log().locator(".message[data-status=delivered]")).hasCount(HOSTILE.size());
    assertHarmless(window);
  }

  @Test
  void markupInTheAddressIsNothing() {
    var window = open("%3Cimg%20src=x%20onerror=ran=1%3E");
    assertThat(window.title()).hasText("Unknown address");
    assertThat(window.page().evaluate("() => window.ran")).isNull();
  }

  @Test
  void everyCharacterIsShownAsItWasWritten() {
    var window = open("exact");
    http.post("exact", "Ada", EXACT.toArray(String[]::new));
    window.awaitContents(EXACT);
    assertThat(window.contents().first().innerText()).isEqualTo(EXACT.get(0));
    window.page().reload();
    window.awaitLive().awaitContents(EXACT);
  }

  @Test
  void textFromRightToLeftStandsOnTheRight() {
    var window = open("right-to-left");
    http.post("right-to-left", "Noa", "שלום");
    window.awaitContents("שלום");
    assertThat(window.contents()).hasCSS("direction", "rtl");
  }

  @Test
  void onlyWebAddressesAreLinks() {
    var window = open("links");
    http.post(
        "links",
        "Ada",
        "See https://example.org/a_(b)?q=1&r=2#c. Or (http://localhost:1/x), not ftp://example.org"
            + " javascript:alert(1) //example.org mailto:ada@example.org file:///etc/passwd https://");
    var links = window.contents().locator("a");
    assertThat(links).hasCount(2);
    assertThat(links.nth(0)).hasAttribute("href", "https://example.org/a_(b)?q=1&r=2#c");
    assertThat(links.nth(1)).hasAttribute("href", "http://localhost:1/x");
    for (var link : links.all()) {
      assertThat(link).hasAttribute("target", "_blank");
      assertThat(link).hasAttribute("rel", "noopener noreferrer nofollow");
    }
  }

  private static void assertHarmless(BoardPage window) {
    window.awaitContents(HOSTILE);
    window.messages().all().forEach(Locator::hover);
    var written = window.messages().locator(".message-body");
    assertThat(written.locator("script, img, svg, iframe, style, h1, b")).hasCount(0);
    assertThat(window.contents().locator("*:not(a)")).hasCount(0);
    assertThat(window.contents().locator("a:not([href^='http'])")).hasCount(0);
    assertThat(window.page().evaluate("() => window.ran")).isNull();
  }
}
