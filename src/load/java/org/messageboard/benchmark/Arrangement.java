package org.messageboard.benchmark;

/**
 * Which processes stand behind one Kafka and one Redis. A server is web server and consumer in one
 * as far as both numbers go.
 *
 * @param name of its directory; one that differs has all processes start anew
 * @param partitions of the topic
 * @param webs servers that clients use
 * @param consumers servers that write to Redis
 */
record Arrangement(String name, int partitions, int webs, int consumers) {

  /** One server with the board's own settings. */
  static final Arrangement STANDARD = new Arrangement("standard", 3, 1, 1);

  /** The same, started for this scenario only. */
  static Arrangement fresh(String scenario) {
    return new Arrangement(scenario, 3, 1, 1);
  }

  /** How many processes that makes. */
  int servers() {
    return Math.max(webs, consumers);
  }
}
