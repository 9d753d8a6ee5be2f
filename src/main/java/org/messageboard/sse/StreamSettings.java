package org.messageboard.sse;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.messageboard.settings.Settings;

/**
 * Settings of this server's streams.
 *
 * @param maxConnections open streams; 0 derives the limit from the heap and the limit of open files
 * @param maxPerAddress open streams from one address; 0 sets no separate limit
 * @param maxLagBytes bytes of events that a client may fall behind
 * @param heartbeat silence before a heartbeat
 * @param minRetry shortest wait of a client before it reconnects, in ms
 * @param maxRetry longest such wait, in ms
 * @param memoryEvents newest events that are kept in memory, each of which has a slot from the
 *     start
 * @param memoryBytes bytes of these events, at most half of the heap
 */
@Dependent
public record StreamSettings(
    int maxConnections,
    int maxPerAddress,
    int maxLagBytes,
    Duration heartbeat,
    int minRetry,
    int maxRetry,
    int memoryEvents,
    long memoryBytes) {

  private static final int MILLION = 1_000_000;
  private static final int HOUR_MILLIS = 3_600_000;
  private static final String MIN_RETRY = "stream.retry.min-ms";
  private static final String MAX_RETRY = "stream.retry.max-ms";
  private static final String MEMORY = "stream.memory.max-bytes";

  @Inject
  public StreamSettings(Settings settings) {
    this(
        settings.whole("stream.max.connections", 0, MILLION),
        settings.whole("stream.max.connections.per-address", 0, MILLION),
        settings.whole("stream.max-lag-bytes", 1024, Integer.MAX_VALUE),
        Duration.ofSeconds(settings.whole("stream.heartbeat.seconds", 1, 3600)),
        settings.whole(MIN_RETRY, 0, HOUR_MILLIS),
        settings.whole(MAX_RETRY, 0, HOUR_MILLIS),
        settings.whole("stream.memory.events", 1, MILLION),
        settings.whole(MEMORY, 1024, Long.MAX_VALUE));
    settings.check(
        minRetry <= maxRetry,
        MIN_RETRY,
        "is %s, more than the %s of %s".formatted(minRetry, maxRetry, MAX_RETRY),
        MAX_RETRY);
    long half = Runtime.getRuntime().maxMemory() / 2;
    settings.check(
        memoryBytes <= half,
        MEMORY,
        "is %s, more than half of the heap: it must be %s at most, or the heap larger (-Xmx)"
            .formatted(memoryBytes, half));
  }

  /**
   * How long a client that loses its stream is to wait, in ms. The clients of a server that has
   * ended come back at different times.
   */
  public long retry() {
    return ThreadLocalRandom.current().nextLong(minRetry, maxRetry + 1L);
  }
}
