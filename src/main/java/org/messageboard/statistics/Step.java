package org.messageboard.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How long a window of the statistics is. Days are those of UTC. */
enum Step {
  MINUTE(Duration.ofMinutes(1), Duration.ofHours(6), Duration.ofHours(1)),
  HOUR(Duration.ofHours(1), Duration.ofDays(14), Duration.ofDays(2)),
  DAY(Duration.ofDays(1), Duration.ofDays(400), Duration.ofDays(30));

  private static final String TOPIC = "message-board.statistics.";

  private final Duration size;
  private final Duration kept;
  private final Duration usual;

  Step(Duration size, Duration kept, Duration usual) {
    this.size = size;
    this.kept = kept;
    this.usual = usual;
  }

  /** The step of this name. */
  static Optional<Step> of(String label) {
    return Stream.of(values()).filter(step -> step.label().equals(label)).findFirst();
  }

  /** Such as {@code minute}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The topic with its counts. */
  String topic() {
    return TOPIC + label();
  }

  Duration size() {
    return size;
  }

  /** How long a window is kept after its beginning; until then, late events still count. */
  Duration kept() {
    return kept;
  }

  /** The period that is shown if nobody asks for another one. */
  Duration usual() {
    return usual;
  }

  /** The beginning of the window that a time is in. */
  Instant window(Instant time) {
    long millis = time.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, size.toMillis()));
  }
}
