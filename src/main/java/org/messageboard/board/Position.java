package org.messageboard.board;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an event stands on the board: {@code <epoch>:<number>}. Numbers grow by one with every
 * event, whatever its channel; numbers of different epochs cannot be compared for a resumption.
 *
 * @param epoch random id, a new one whenever numbers already given may have been lost
 * @param number 1 for the first event
 */
public record Position(String epoch, long number) {

  /** The largest number that can be read. */
  public static final long LARGEST = 999_999_999_999_999L;

  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{1,64}):([0-9]{1,15})");

  /** Reads {@code <epoch>:<number>}; nothing when the text is not of that form. */
  public static Optional<Position> parse(String text) {
    var matcher = FORM.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /**
   * Whether a board that stands here has lost what was seen at another time before.
   *
   * @param seen a position, or null
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
