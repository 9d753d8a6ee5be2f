package org.messageboard.statistics;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The counts of all channels, as the statistics' topics have them, in memory. One thread writes,
 * any may read.
 */
final class StatisticsRows {

  /** How many rows there are of each step; the oldest are dropped. About 250 bytes each. */
  static final int MOST = 100_000;

  private final Map<Step, NavigableMap<Instant, Map<String, Tally>>> windows =
      new EnumMap<>(Step.class);

  private final Map<Step, Integer> sizes = new EnumMap<>(Step.class);

  /** Whether all rows are here that the topics had when they were opened. */
  private volatile boolean complete;

  private volatile int size;

  StatisticsRows() {
    for (var step : Step.values()) {
      windows.put(step, new ConcurrentSkipListMap<>());
      sizes.put(step, 0);
    }
  }

  /**
   * A record of a statistics' topic, which replaces an earlier one. What is too old, or not one of
   * the statistics', is passed over.
   *
   * @param key {@code <channel>/<begin of the window>}
   */
  void put(Step step, String key, Tally tally, Instant now) {
    int slash = key.lastIndexOf('/');
    var begin = begin(key.substring(slash + 1));
    if (slash < 1 || tally == null || begin.isBefore(now.minus(step.kept()))) {
      return;
    }
    var channels = windows.get(step).computeIfAbsent(begin, none -> new ConcurrentHashMap<>());
    if (channels.put(key.substring(0, slash), tally) == null) {
      sizes.merge(step, 1, Integer::sum);
    }
    while (sizes.get(step) > MOST) {
      dropFirst(step);
    }
    size = sizes.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Instant begin(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return Instant.MIN;
    }
  }

  /** Drops the windows that are not kept any longer. */
  void trim(Instant now) {
    for (var step : Step.values()) {
      var kept = now.minus(step.kept());
      while (!windows.get(step).isEmpty() && windows.get(step).firstKey().isBefore(kept)) {
        dropFirst(step);
      }
    }
    size = sizes.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void dropFirst(Step step) {
    int dropped = windows.get(step).pollFirstEntry().getValue().size();
    sizes.merge(step, -dropped, Integer::sum);
  }

  /** The windows that begin within a period, with their channels. */
  NavigableMap<Instant, Map<String, Tally>> between(Step step, Instant from, Instant to) {
    return windows.get(step).subMap(from, true, to, false);
  }

  int size() {
    return size;
  }

  boolean isComplete() {
    return complete;
  }

  void complete() {
    complete = true;
  }
}
