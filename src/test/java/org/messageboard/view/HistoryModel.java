package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What pages of history must contain, computed from all events of a board that ever were, and from
 * how many of them Redis keeps. A search never ends before the log does.
 */
final class HistoryModel {

  /**
   * An event, in the order of the numbers.
   *
   * @param author null for an event that is not a message
   */
  record Event(long number, String channel, String author) {}

  /**
   * A page, newest message first.
   *
   * @param next and {@code newer}: 0 if there is none
   */
  record Page(List<Long> numbers, long next, long newer) {}

  private final List<Event> events = new ArrayList<>();
  private final int boardLength;
  private final int channelLength;
  private long firstInLog = 1;

  HistoryModel(int boardLength, int channelLength) {
    this.boardLength = boardLength;
    this.channelLength = channelLength;
  }

  /** Adds an event, and gives its number. */
  long add(String channel, String author) {
    events.add(new Event(newest() + 1, channel, author));
    return newest();
  }

  void trimLog(long firstInLog) {
    this.firstInLog = firstInLog;
  }

  long newest() {
    return events.size();
  }

  /** Whether anything that came after this number may have been dropped. */
  boolean isGapAfter(String channel, long after) {
    return after + 1 < oldestInList(channel) && after + 1 < firstInLog;
  }

  Page before(String channel, String author, Long before, int limit) {
    var older = older(channel, author, before);
    var numbers = older.subList(0, Math.min(limit, older.size()));
    boolean full = numbers.size() == limit;
    return new Page(numbers, full ? continued(channel, numbers.get(limit - 1)) : 0, 0);
  }

  Page after(String channel, String author, long after, int limit) {
    var newer = newer(channel, author, after);
    var numbers = newer.subList(Math.max(0, newer.size() - limit), newer.size());
    var next = continued(channel, Math.min(after, newest()) + 1);
    return new Page(numbers, next, numbers.size() == limit ? newer(channel, numbers.get(0)) : 0);
  }

  Page around(String channel, long number, int limit) {
    var older = older(channel, null, number);
    var newer = newer(channel, null, number);
    int half = Math.min((limit - 1) / 2, older.size());
    int newerHalf = Math.min(limit - 1 - half, newer.size());
    int olderHalf = Math.min(limit - 1 - newerHalf, older.size());
    var numbers = new ArrayList<>(newer.subList(newer.size() - newerHalf, newer.size()));
    numbers.add(number);
    numbers.addAll(older.subList(0, olderHalf));
    var last = numbers.get(numbers.size() - 1);
    // Only a side that was asked for more than it has is known to have ended
    int asked = Math.max((limit - 1) / 2, limit - 1 - newerHalf);
    var next = older.size() < asked ? 0 : continued(channel, last);
    return new Page(numbers, next, newer(channel, numbers.get(0)));
  }

  /** All messages that can be read of the channel, or of the board, newest first. */
  List<Long> readable(String channel) {
    return newer(channel, null, 0);
  }

  /** All messages that ever were in the channel or on the board, down to this number. */
  List<Long> since(String channel, long number) {
    return messages(channel, null, e -> e.number() >= number);
  }

  /** The newest message in the channel or on the board up to this number. */
  long newestIn(String channel, long number) {
    return messages(channel, null, e -> e.number() <= number).get(0);
  }

  private List<Long> older(String channel, String author, Long before) {
    long oldest = oldestInList(channel);
    boolean fromList = channel != null && (before == null || before >= oldest);
    return messages(
        channel,
        author,
        e ->
            (before == null || e.number() < before)
                && e.number() >= (fromList ? oldest : firstInLog));
  }

  private List<Long> newer(String channel, String author, long after) {
    long first = Math.min(firstInLog, oldestInList(channel));
    return messages(channel, author, e -> e.number() > after && e.number() >= first);
  }

  /** The number, if the channel or board has any newer message, else 0. */
  private long newer(String channel, long number) {
    return messages(channel, null, e -> e.number() > number).isEmpty() ? 0 : number;
  }

  /** The number, if there is anything older in the list or the log, else 0. */
  private long continued(String channel, long number) {
    long oldest = oldestInList(channel);
    boolean older = oldest < number || (channel == null || oldest != number) && firstInLog < number;
    return older ? number : 0;
  }

  private long oldestInList(String channel) {
    var all = messages(channel, null, e -> true);
    int length = Math.min(all.size(), channel == null ? boardLength : channelLength);
    return length == 0 ? Long.MAX_VALUE : all.get(length - 1);
  }

  private List<Long> messages(String channel, String author, Predicate<Event> wanted) {
    var numbers = new ArrayList<Long>();
    for (int i = events.size() - 1; i >= 0; i--) {
      var event = events.get(i);
      if (event.author() != null
          && (channel == null || channel.equals(event.channel()))
          && (author == null || author.equals(event.author()))
          && wanted.test(event)) {
        numbers.add(event.number());
      }
    }
    return numbers;
  }
}
