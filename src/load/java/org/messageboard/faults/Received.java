package org.messageboard.faults;

import java.util.List;
import java.util.Map;

/**
 * All that one subscriber got so far.
 *
 * @param subscriber its name
 * @param streamed what its streams brought, in that order
 * @param loaded what it loaded as history after resets, in no order
 * @param firstSeen when it knew a message for the first time, by id, in {@link System#nanoTime}
 * @param versions the messages as it knows them, by id
 * @param resets how often it was told that its position is lost
 */
record Received(
    String subscriber,
    List<Delivery> streamed,
    List<Delivery> loaded,
    Map<String, Long> firstSeen,
    Map<String, Version> versions,
    int resets) {}
