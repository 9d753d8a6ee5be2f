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
  private final Map<String, Version> versions = new HashMap<>();
  private int resets;

  Inbox(String subscriber) {
    this.subscriber = subscriber;
  }

  /** The stream brought a message, or an event that may have the message that it is about. */
  synchronized void stream(JsonObject event) {
    long now = System.nanoTime();
    if (!event.containsKey("type")) {
      streamed.add(Delivery.of(event, resets, now));
      know(event, now);
    } else if (event.containsKey("message")) {
      know(event.getJsonObject("message"), now);
    } else if (event.containsKey("emoji")) {
      versions.computeIfPresent(
          event.getString("id"),
          (id, known) -> known.with(event.getString("emoji"), event.getInt("count")));
    } else if (event.getString("type").equals("channel")) {
      versions.put(Version.channelId(event.getString("channel")), Version.ofChannel(event));
    }
  }

  private void know(JsonObject message, long now) {
    firstSeen.putIfAbsent(message.getString("id"), now);
    versions.merge(message.getString("id"), Version.of(message), Version::newer);
  }

  /** The stream said that the subscriber cannot go on from where it was. */
  synchronized void reset() {
    resets++;
    Publisher.CHANNELS.forEach(channel -> versions.remove(Version.channelId(channel)));
  }

  /** History was loaded after a reset; it is merged by message id. */
  synchronized void load(List<JsonObject> messages) {
    long now = System.nanoTime();
    for (var message : messages) {
      var delivery = Delivery.of(message, resets, now);
      loaded.putIfAbsent(delivery.position() + delivery.id(), delivery);
      know(message, now);
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

  /** Whether it knows those of these messages that it has as they are here. */
  synchronized boolean agrees(Map<String, Version> board) {
    return board.entrySet().stream()
        .allMatch(e -> versions.getOrDefault(e.getKey(), e.getValue()).equals(e.getValue()));
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
        Map.copyOf(versions),
        resets);
  }
}
