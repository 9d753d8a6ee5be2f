package org.messageboard.archive;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageboard.board.Position;

/**
 * Where a page of the archive begins, as clients send it back.
 *
 * <p>{@code archive:<place>}, the position of an archived message, or with bounds, {@code
 * archive:<place>~<topic>.<partition>.<offset>~...}. Where Redis ends, {@code archive:<message id>}
 * continues a channel before that message, and {@code archive:<epoch>:<number>} the board before
 * that number.
 */
public sealed interface Cursor {

  /** What every cursor begins with; no epoch of Redis is called so. */
  String PREFIX = StoredMessage.EPOCH + ":";

  Pattern BOUNDED = Pattern.compile("([0-9]{1,15})((?:~[0-9]{1,5}\\.[0-9]{1,7}\\.[0-9]{1,18})*)");

  /**
   * In a partition, only messages below this offset.
   *
   * @param topic its number in the archive
   */
  record Bound(int topic, int partition, long offset) {

    private static Bound parse(String text) {
      var parts = text.split("\\.");
      return new Bound(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }

    @Override
    public String toString() {
      return "~" + topic + "." + partition + "." + offset;
    }
  }

  /** A place in the archive's order, and what is not shown although it is before that. */
  record At(long place, List<Bound> bounds) implements Cursor {

    @Override
    public String toString() {
      return PREFIX + place + bounds.stream().map(Bound::toString).collect(Collectors.joining());
    }
  }

  /** A message of which the place is to be found. */
  record AtMessage(String id) implements Cursor {

    @Override
    public String toString() {
      return PREFIX + id;
    }
  }

  /** A number of Redis, of which the place is to be found. */
  record AtNumber(Position position) implements Cursor {

    @Override
    public String toString() {
      return PREFIX + position;
    }
  }

  static Cursor at(long place) {
    return new At(place, List.of());
  }

  /** Whether a text is meant as such a cursor. */
  static boolean isMeant(String text) {
    return text != null && text.startsWith(PREFIX);
  }

  /** Reads a cursor; empty if it has another form. */
  static Optional<Cursor> parse(String text) {
    var rest = text.substring(PREFIX.length());
    var bounded = BOUNDED.matcher(rest);
    if (bounded.matches()) {
      return Optional.of(new At(Long.parseLong(bounded.group(1)), bounds(bounded.group(2))));
    }
    if (rest.length() == 36) {
      try {
        return Optional.of(new AtMessage(UUID.fromString(rest).toString()));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Position.parse(rest).map(AtNumber::new);
  }

  private static List<Bound> bounds(String text) {
    return Stream.of(text.split("~")).filter(b -> !b.isEmpty()).map(Bound::parse).toList();
  }
}
