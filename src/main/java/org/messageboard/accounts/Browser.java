package org.messageboard.accounts;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;

/**
 * The browser and the system that a {@code User-Agent} names, as far as people need it to recognise
 * their own: no versions, and nothing of what the client made up.
 */
final class Browser {

  /** By what only they, or only they of those that follow, have in their header. */
  private static final List<Entry<String, String>> BROWSERS =
      List.of(
          entry("Edg", "Edge"),
          entry("OPR/", "Opera"),
          entry("SamsungBrowser/", "Samsung Internet"),
          entry("Firefox/", "Firefox"),
          entry("FxiOS/", "Firefox"),
          entry("Chrome/", "Chrome"),
          entry("CriOS/", "Chrome"),
          entry("Safari/", "Safari"));

  private static final List<Entry<String, String>> SYSTEMS =
      List.of(
          entry("Android", "Android"),
          entry("iPhone", "iPhone"),
          entry("iPad", "iPad"),
          entry("Windows", "Windows"),
          entry("Macintosh", "Mac"),
          entry("CrOS", "ChromeOS"),
          entry("Linux", "Linux"));

  private Browser() {}

  /**
   * Such as {@code Firefox on Android}; "" for a browser that is not known.
   *
   * @param userAgent may be null
   */
  static String of(String userAgent) {
    var header = userAgent == null ? "" : userAgent;
    var browser = first(BROWSERS, header);
    var system = first(SYSTEMS, header);
    return browser.isEmpty() || system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String first(List<Entry<String, String>> names, String header) {
    Predicate<Entry<String, String>> isNamed = name -> header.contains(name.getKey());
    return names.stream().filter(isNamed).map(Entry::getValue).findFirst().orElse("");
  }

  private static Entry<String, String> entry(String mark, String name) {
    return Map.entry(mark, name);
  }
}
