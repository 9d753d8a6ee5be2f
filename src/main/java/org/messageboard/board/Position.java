package org.messageboard.board;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The position of an event on the board, written {@code <epoch>:<number>}. Each event has the next
 * number, whatever its channel; a stream cannot be resumed by comparing numbers of different
 * epochs.
 *
 * @param epoch random id, replaced whenever numbers already assigned may have been lost
 * @param number 1 for the first event
 */
public record Position(String epoch, long number) {

  /** The largest number that {@link #parse} accepts. */
  public static final long LARGEST = 999_999_999_999_999L;

  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{1,64}):([0-9]{1,15})");

  /** Parses {@code <epoch>:<number>}; empty if the text has another form. */
  public static Optional<Position> parse(String text) {
    var matcher = FORM.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** Another position in the same epoch. */
  public Position at(long other) {
    return new Position(epoch, other);
  }

  /**
   * Whether a board at this position has lost events that were seen earlier.
   *
   * @param seen the newest position seen earlier, or null
   */
  public boolean isBefore(Position seen) {
    return seen != null
        && seen.number() > 0
        && (epoch.isEmpty() || epoch.equals(seen.epoch()) && number < seen.number());
  }

  @Override
  public String toString() {
    return epoch + ":" + number;
  }
}
