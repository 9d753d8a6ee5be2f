package org.messageboard.settings;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A setting that must have a value, and what that must be.
 *
 * @param name as in microprofile-config.properties
 * @param rule what it must be, to stand after "must be"
 * @param fits tells whether a value is that
 */
public record Setting(String name, String rule, Predicate<String> fits) {

  /** A whole number, both bounds included. */
  public static Setting whole(String name, long from, long to) {
    return new Setting(
        name,
        "a whole number from %s to %s".formatted(from, to),
        value -> isWhole(value, from, to));
  }

  /** One of these words, in capital or small letters. */
  public static Setting oneOf(String name, List<String> words) {
    return new Setting(
        name,
        String.join(" or ", words),
        value -> words.stream().anyMatch(value::equalsIgnoreCase));
  }

  /** The same, for a reader that takes spaces for a part of the value. */
  public Setting withoutSpaces() {
    return new Setting(name, rule, fits.and(value -> value.equals(value.strip())));
  }

  /**
   * What is wrong with its value, as a sentence that names it; nothing when it is right.
   *
   * @param settings gives the value of a setting, or nothing
   */
  public Optional<String> complaint(Function<String, Optional<String>> settings) {
    try {
      var value = settings.apply(name);
      if (value.isEmpty()) {
        return Optional.of(said(name, "has no value: it must be " + rule));
      }
      return value
          .filter(fits.negate())
          .map(wrong -> said(name, "must be %s, but is \"%s\"".formatted(rule, wrong)));
    } catch (NoSuchElementException e) {
      // Its message would be the platform's, of an expression in the value
      return Optional.of(said(name, "has an expression in it, ${...}, that has no value"));
    }
  }

  /** A sentence about a setting. */
  public static String said(String name, String what) {
    return "%s (%s) %s.".formatted(name, variable(name), what);
  }

  /** Its environment variable (MicroProfile Config, "Environment Variables Mapping Rules"). */
  public static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** Whether it is a whole number, both bounds included. */
  public static boolean isWhole(String value, long from, long to) {
    try {
      long number = Long.parseLong(value.strip());
      return from <= number && number <= to;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
