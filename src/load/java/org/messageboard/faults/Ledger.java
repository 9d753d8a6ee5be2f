package org.messageboard.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records what was posted and how the board answered. Thread-safe. */
final class Ledger {

  /** A post: its channel, and when it began, in {@link System#nanoTime}. */
  private record Post(String channel, long begun) {}

  private final Map<String, Post> acknowledged = new ConcurrentHashMap<>();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();

  /**
   * The board answered 202.
   *
   * @param begun when its first post began, in {@link System#nanoTime}
   */
  void acknowledge(String id, String channel, long begun) {
    acknowledged.put(id, new Post(channel, begun));
  }

  /** The board answered 4xx: this must never appear. */
  void refuse(String id) {
    refused.add(id);
  }

  int count() {
    return acknowledged.size();
  }

  Set<String> acknowledged() {
    return Set.copyOf(acknowledged.keySet());
  }

  Set<String> refused() {
    return Set.copyOf(refused);
  }

  /** By channel, ids of acknowledged messages whose post began at this time or later. */
  Map<String, List<String>> since(long nanos) {
    return acknowledged.entrySet().stream()
        .filter(post -> post.getValue().begun() - nanos >= 0)
        .collect(
            groupingBy(post -> post.getValue().channel(), mapping(Map.Entry::getKey, toList())));
  }
}
