package org.messageboard.benchmark;

import java.util.Locale;

/** What is measured, with its unit and how many decimals are worth writing. */
enum Figure {
  CLIENTS("clients", "", 0),
  POSTS("posts/s", "", 0),
  APPLIED("posts/s received", "", 0),
  DELIVERIES("deliveries/s", "", 0),
  P50("p50", "ms", 2),
  P99("p99", "ms", 2),
  P999("p99.9", "ms", 2),
  MAX("max", "ms", 2),
  ANSWER_P50("answer p50", "ms", 2),
  ANSWER_P99("answer p99", "ms", 2),
  SERVER_CPU("server CPU per delivery", "µs", 2),
  LOAD_CPU("clients' CPU per delivery", "µs", 2),
  SERVER_CORES("server, cores", "", 2),
  LOAD_CORES("clients, cores", "", 2),
  KAFKA_CORES("Kafka, cores", "", 2),
  REDIS_CORES("Redis, cores", "", 2),
  RSS("RSS", "MiB", 0),
  RSS_PER_CLIENT("RSS per client", "KiB", 1),
  IDLE_CORES("server without clients", "% of a core", 2),
  HEARTBEAT_CORES("heartbeats", "% of a core", 2),
  CATCH_UP("all caught up after", "s", 2),
  P99_RATIO("p99 over that without", "", 2),
  COLD_RATIO("p99 over that after two minutes", "", 2),
  P50_TO_FLOOR("p50 over the floor's", "", 2),
  P99_TO_FLOOR("p99 over the floor's", "", 2),
  DELIVERIES_TO_FLOOR("deliveries/s over the floor's", "", 2),
  POSTS_TO_FLOOR("posts/s over the floor's", "", 2),
  CPU_TO_FLOOR("server CPU per delivery over the floor's", "", 2),
  P50_TO_EARLIER("p50 over the older commit's", "", 2),
  P99_TO_EARLIER("p99 over the older commit's", "", 2),
  DELIVERIES_TO_EARLIER("deliveries/s over the older commit's", "", 2),
  POSTS_TO_EARLIER("posts/s over the older commit's", "", 2),
  CPU_TO_EARLIER("server CPU per delivery over the older commit's", "", 2),
  READY("ready after", "s", 2),
  LOST("lost", "", 0),
  DOUBLED("doubled", "", 0),
  RECONNECTS("reconnects", "", 0);

  private final String title;
  private final String unit;
  private final int decimals;

  Figure(String title, String unit, int decimals) {
    this.title = title;
    this.unit = unit;
    this.decimals = decimals;
  }

  /** Its name for people. */
  String title() {
    return title;
  }

  /** Its unit; empty when the title says it. */
  String unit() {
    return unit;
  }

  /** The name and the unit. */
  String heading() {
    return unit.isEmpty() ? title : title + ", " + unit;
  }

  /** The value without its unit. */
  String format(double value) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** The value with its unit. */
  String withUnit(double value) {
    return unit.isEmpty() ? format(value) : format(value) + " " + unit;
  }
}
