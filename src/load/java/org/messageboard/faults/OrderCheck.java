package org.messageboard.faults;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.messageboard.faults.Finding.Kind;

/**
 * The order of messages: all subscribers have the same one within an epoch, a channel's is that of
 * Kafka's log.
 */
final class OrderCheck {

  private OrderCheck() {}

  static void check(Evidence evidence, Set<Finding> findings) {
    var agreed = new HashMap<String, String>();
    var places = places(evidence.topic());
    for (var received : evidence.received()) {
      agree(received.subscriber(), received.streamed(), agreed, findings);
      agree(received.subscriber(), received.loaded(), agreed, findings);
      ascend(received, findings);
      followKafka(received, places, findings);
      followPositions(received, places, findings);
    }
    agree("the Redis list", evidence.board(), agreed, findings);
  }

  private static Map<String, Integer> places(Map<String, List<String>> topic) {
    var places = new HashMap<String, Integer>();
    for (var ids : topic.values()) {
      for (int i = 0; i < ids.size(); i++) {
        places.put(ids.get(i), i);
      }
    }
    return places;
  }

  /** A position is one message, whoever got it and however. */
  private static void agree(
      String who, List<Delivery> deliveries, Map<String, String> agreed, Set<Finding> findings) {
    for (var delivery : deliveries) {
      var other = agreed.putIfAbsent(delivery.position(), delivery.id());
      if (other != null && !other.equals(delivery.id())) {
        var detail = "%s is %s, for others %s".formatted(delivery.position(), delivery.id(), other);
        findings.add(new Finding(Kind.REORDERED, who, detail));
      }
    }
  }

  /** Positions grow; the epoch changes only with a reset, except from that of the empty board. */
  private static void ascend(Received received, Set<Finding> findings) {
    var newest = new HashMap<String, Long>();
    var epochs = new HashMap<Integer, String>();
    for (var delivery : received.streamed()) {
      var before = newest.put(delivery.epoch(), delivery.number());
      if (before != null && before >= delivery.number()) {
        var detail = delivery.position() + " came after " + before;
        findings.add(new Finding(Kind.REORDERED, received.subscriber(), detail));
      }
      var epoch = epochs.putIfAbsent(delivery.resets(), delivery.epoch());
      if (epoch != null && !epoch.equals(delivery.epoch())) {
        var detail = delivery.position() + " came without a reset after the epoch " + epoch;
        findings.add(new Finding(Kind.REORDERED, received.subscriber(), detail));
      }
    }
  }

  /** Between two resets a channel's messages come as they stand in Kafka's log. */
  private static void followKafka(
      Received received, Map<String, Integer> places, Set<Finding> findings) {
    var last = new HashMap<List<Object>, Delivery>();
    for (var delivery : received.streamed()) {
      var before = last.put(List.of(delivery.resets(), delivery.channel()), delivery);
      if (before != null && place(places, before) > place(places, delivery)) {
        var detail =
            "%s at %s came before %s at %s, not so in Kafka"
                .formatted(before.id(), before.position(), delivery.id(), delivery.position());
        findings.add(new Finding(Kind.REORDERED, received.subscriber(), detail));
      }
    }
  }

  /** Within an epoch a channel's messages have their positions in the order of Kafka's log. */
  private static void followPositions(
      Received received, Map<String, Integer> places, Set<Finding> findings) {
    var last = new HashMap<List<Object>, Delivery>();
    Stream.concat(received.streamed().stream(), received.loaded().stream())
        .sorted(Comparator.comparingLong(Delivery::number))
        .forEach(
            delivery -> {
              var before = last.put(List.of(delivery.epoch(), delivery.channel()), delivery);
              if (before != null && place(places, before) > place(places, delivery)) {
                var detail =
                    "%s has %s and %s has %s, not so in Kafka"
                        .formatted(
                            before.position(), before.id(), delivery.position(), delivery.id());
                findings.add(new Finding(Kind.REORDERED, received.subscriber(), detail));
              }
            });
  }

  private static int place(Map<String, Integer> places, Delivery delivery) {
    return places.getOrDefault(delivery.id(), -1);
  }
}
