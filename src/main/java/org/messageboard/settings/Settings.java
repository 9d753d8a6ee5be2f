package org.messageboard.settings;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Reads settings by name and rule, and complains about wrong ones, one sentence each.
 *
 * <p>Each feature has a record of its settings, whose constructor reads every component from here.
 * An injected record is valid, because the first complaint throws. At the start, where all
 * complaints are wanted, a wrong number reads as the smallest allowed, and the record is discarded.
 */
@Dependent
public final class Settings {

  private final Function<String, Optional<String>> values;
  private final Consumer<String> complaints;
  private final Set<String> wrong = new HashSet<>();

  @Inject
  Settings(Config config) {
    this(
        name -> config.getOptionalValue(name, String.class),
        complaint -> {
          throw new IllegalArgumentException(complaint);
        });
  }

  /**
   * @param values returns a setting's value, if it is set
   * @param complaints takes each sentence
   */
  public Settings(Function<String, Optional<String>> values, Consumer<String> complaints) {
    this.values = values;
    this.complaints = complaints;
  }

  /** A whole number, both bounds included. */
  public int whole(String name, int from, int to) {
    return (int) whole(name, (long) from, to);
  }

  /** A whole number, both bounds included. */
  public long whole(String name, long from, long to) {
    return read(name, rule(from, to), value -> isWhole(value, from, to))
        .map(value -> Long.parseLong(value.strip()))
        .orElse(from);
  }

  /** {@code true} or {@code false}, in upper or lower case. */
  public boolean flag(String name) {
    return read(name, "true or false", value -> value.matches("(?i)true|false"))
        .filter("true"::equalsIgnoreCase)
        .isPresent();
  }

  /**
   * A setting that must have a value.
   *
   * @param rule the words after "must be"
   * @param fits whether a value obeys the rule
   */
  public Optional<String> read(String name, String rule, Predicate<String> fits) {
    var missing = "has no value: it must be " + rule;
    var value = make(() -> valid(name, rule, fits, required(name, missing)));
    if (value.isEmpty()) {
      wrong.add(name);
    }
    return value;
  }

  /**
   * A setting that need not have a value. Spaces around it are wrong, because Liberty does not
   * ignore them.
   */
  public Optional<String> optional(String name, String rule, Predicate<String> fits) {
    Predicate<String> exactly = fits.and(value -> value.equals(value.strip()));
    return make(() -> text(name).map(value -> valid(name, rule, exactly, value)))
        .orElse(Optional.empty());
  }

  /** A whole number of the server, both bounds included, which need not be set. */
  public Optional<String> serverNumber(String name, long from, long to) {
    return optional(name, rule(from, to), value -> isWhole(value, from, to));
  }

  /**
   * Complains about a setting that does not go with others, unless one of them is wrong by itself.
   *
   * @param fits whether they go together
   * @param what is wrong otherwise
   */
  public void check(boolean fits, String name, String what, String... others) {
    if (!fits && Stream.concat(Stream.of(name), Stream.of(others)).noneMatch(wrong::contains)) {
      complaints.accept(said(name, what));
    }
  }

  /** Makes something of settings; complains if that throws because one is wrong. */
  public <T> Optional<T> make(Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      complaints.accept(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * The configured value, if there is one.
   *
   * @throws IllegalArgumentException if it refers to a value that does not exist
   */
  public Optional<String> text(String name) {
    try {
      return values.apply(name);
    } catch (NoSuchElementException e) {
      // Not with the platform's message, which may show a secret
      throw wrong(name, "has an expression in it, ${...}, that has no value");
    }
  }

  /**
   * The configured value.
   *
   * @throws IllegalArgumentException if there is none
   */
  public String required(String name, String whenMissing) {
    return text(name).orElseThrow(() -> wrong(name, whenMissing));
  }

  private static String valid(String name, String rule, Predicate<String> fits, String value) {
    if (fits.test(value)) {
      return value;
    }
    throw wrong(name, "must be %s, but is \"%s\"".formatted(rule, value));
  }

  private static String rule(long from, long to) {
    return "a whole number from %s to %s".formatted(from, to);
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

  /** The exception for a wrong setting. */
  public static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException(said(name, what));
  }

  static String said(String name, String what) {
    return "%s (%s) %s.".formatted(name, variable(name), what);
  }

  /** Its environment variable (MicroProfile Config, "Environment Variables Mapping Rules"). */
  public static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
