package org.messageboard.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known when a fault is over and nothing is posted.
 *
 * @param acknowledged ids of the messages answered with 202
 * @param refused ids of the messages answered with 4xx
 * @param topic by channel, the ids of its messages in the order of Kafka's log, each once
 * @param received what each subscriber got
 * @param board the Redis list, newest first
 * @param versions the messages in the Redis list as they are there, by id
 * @param deleted ids of the messages that Kafka has a deletion of
 * @param log the messages in the log that streams resume from, oldest first
 * @param newest the newest number that Redis gave
 * @param missingLetters keys of poison records that are not among the dead letters as they must be
 */
record Evidence(
    Set<String> acknowledged,
    Set<String> refused,
    Map<String, List<String>> topic,
    List<Received> received,
    List<Delivery> board,
    Map<String, Version> versions,
    Set<String> deleted,
    List<Delivery> log,
    long newest,
    Set<String> missingLetters) {}
