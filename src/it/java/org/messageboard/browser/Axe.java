package org.messageboard.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/** Checks what a window shows at this moment for barriers. */
final class Axe {

  /** WCAG 2.2, levels A and AA. */
  private static final List<String> TAGS =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  /**
   * No rule of axe: the border or the surface of every field and button must have a contrast of 3:1
   * to what is around it (WCAG 2.2, success criterion 1.4.11). A canvas computes the colours as the
   * browser shows them.
   */
  private static final String FAINT_BORDERS =
      """
      () => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        const luminance = (colours) => {
          for (const colour of ['Canvas', ...colours]) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
          }
          const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data]
            .map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        const around = (element) => {
          const parent = element.parentElement;
          return parent ? [...around(parent), getComputedStyle(parent).backgroundColor] : [];
        };
        const hasBorder = ({ borderTopWidth, borderTopStyle, borderTopColor }) =>
          parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none' && !/[,/] ?0\\)$/.test(borderTopColor);
        return [...document.querySelectorAll('input, textarea, select, button, .card')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
          .map((element) => {
            const style = getComputedStyle(element);
            const outside = around(element);
            const best = Math.max(...[style.borderTopColor, style.backgroundColor]
              .map((colour) => contrast(luminance([...outside, colour]), luminance(outside))));
            return { name: element.id || element.className, bordered: hasBorder(style), best };
          })
          .filter(({ bordered, best }) => bordered && best < 3)
          .map(({ name, best }) => `faint-border: ${name} has a contrast of ${best.toFixed(2)}:1`);
      }
      """;

  /** Without the nodes that pass: they are many, and nobody reads them. */
  private static final String RUN =
      """
      async ([runOnly, left]) => {
        const rules = Object.fromEntries(left.map((rule) => [rule, { enabled: false }]));
        const { passes, violations } = await axe.run({ runOnly, rules, resultTypes: ['violations'] });
        const barriers = violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${help}\\n  ${html}\\n  ${failureSummary}`));
        return { passes: passes.map(({ id }) => id), barriers };
      }
      """;

  private Axe() {}

  /**
   * Fails with the rule, the help and the element of each barrier.
   *
   * @param state what the window shows, for the message
   */
  static void check(BoardPage window, String state) {
    // In forced colours, scripts see the page's own colours, not those that the user has chosen
    var forced = hasForcedColours(window);
    var left = forced ? List.of("color-contrast") : List.<String>of();
    check(window, TAGS, left, 10, forced ? List.of() : faintBorders(window), state);
  }

  /** The same for the colours alone, which is all that differs between light and dark. */
  static void checkColours(BoardPage window, String state) {
    check(window, List.of("color-contrast"), List.of(), 0, faintBorders(window), state);
  }

  private static void check(
      BoardPage window,
      List<String> run,
      List<String> left,
      int least,
      List<String> faint,
      String state) {
    var results = run(window.page(), run, left);
    assertThat(results.get("passes")).as("rules that axe has checked").hasSizeGreaterThan(least);
    assertThat(results.get("barriers")).as(state).isEmpty();
    assertThat(faint).as(state).isEmpty();
  }

  /** Runs axe in the page itself: AxeBuilder opens another for each run, which takes longer. */
  @SuppressWarnings("unchecked")
  private static Map<String, List<String>> run(Page page, List<String> run, List<String> left) {
    if (!(boolean) page.evaluate("() => 'axe' in window")) {
      page.evaluate(AxeBuilder.getAxeScript() + ";undefined");
    }
    return (Map<String, List<String>>) page.evaluate(RUN, List.of(run, left));
  }

  private static boolean hasForcedColours(BoardPage window) {
    return (boolean) window.page().evaluate("() => matchMedia('(forced-colors: active)').matches");
  }

  @SuppressWarnings("unchecked")
  private static List<String> faintBorders(BoardPage window) {
    return (List<String>) window.page().evaluate(FAINT_BORDERS);
  }
}
