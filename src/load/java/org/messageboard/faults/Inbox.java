package org.messageboard.faults;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records what one subscriber gets. Thread-safe. */
final class Inbox {

  private final String subscriber;
  private final List<Delivery> streamed = new ArrayList<>();
  private final Map<String, Delivery> loaded = new HashMap<>();
  private final Map<String, Long> firstSeen = new HashMap<>();
  private int resets;

  Inbox(String subscriber) {
    this.subscriber = subscriber;
  }

  /** The stream brought a message. */
  synchronized void stream(JsonObject message) {
    var delivery = Delivery.of(message, resets, System.nanoTime());
    streamed.add(delivery);
    firstSeen.putIfAbsent(delivery.id(), delivery.nanos());
  }

  /** The stream said that the subscriber cannot go on from where it was. */
  synchronized void reset() {
    resets++;
  }

  /** History was loaded after a reset; it is merged by message id. */
  synchronized void load(List<JsonObject> messages) {
    long now = System.nanoTime();
    for (var message : messages) {
      var delivery = Delivery.of(message, resets, now);
      loaded.putIfAbsent(delivery.position() + delivery.id(), delivery);
      firstSeen.putIfAbsent(delivery.id(), now);
    }
  }

  /** The ids of all messages that the subscriber has. */
  synchronized Set<String> known() {
    return new HashSet<>(firstSeen.keySet());
  }

  synchronized boolean knows(String id) {
    return firstSeen.containsKey(id);
  }

  synchronized boolean knowsAll(Collection<String> ids) {
    return firstSeen.keySet().containsAll(ids);
  }

  synchronized int resets() {
    return resets;
  }

  synchronized Received snapshot() {
    return new Received(
        subscriber,
        List.copyOf(streamed),
        List.copyOf(loaded.values()),
        Map.copyOf(firstSeen),
        resets);
  }
}
