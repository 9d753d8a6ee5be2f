package org.messageboard.faults;

import jakarta.json.JsonObject;

/**
 * A message as it reached somebody.
 *
 * @param epoch the epoch of its position
 * @param number the number of its position
 * @param id the message
 * @param channel its channel
 * @param resets how many resets the subscriber had been told of before
 * @param nanos when, in {@link System#nanoTime}
 */
record Delivery(String epoch, long number, String id, String channel, int resets, long nanos) {

  static Delivery of(JsonObject message, int resets, long nanos) {
    var position = message.getString("position");
    int colon = position.indexOf(':');
    return new Delivery(
        position.substring(0, colon).intern(),
        Long.parseLong(position.substring(colon + 1)),
        message.getString("id"),
        message.getString("channel").intern(),
        resets,
        nanos);
  }

  String position() {
    return epoch + ":" + number;
  }
}
