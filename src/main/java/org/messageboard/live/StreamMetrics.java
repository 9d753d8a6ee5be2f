package org.messageboard.live;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.messageboard.metrics.Metrics;

/** Metrics of this server's streams. {@link #sent} is called for every write to every client. */
public final class StreamMetrics {

  private static final double MILLIS = 1e3;

  private final Counter opened;
  private final Counter closed;
  private final Counter refused;
  private final Counter resets;
  private final Counter events;
  private final Counter bytes;
  private final Counter writes;
  private final Histogram delivery;

  public StreamMetrics(Metrics metrics) {
    opened =
        metrics.counter(
            "streams_opened_total", "Streams opened", "start", List.of("new", "resumed"));
    closed =
        metrics.counter(
            "streams_closed_total",
            "Streams closed, by reason",
            "reason",
            Stream.of(Subscriber.End.values()).map(StreamMetrics::label).toList());
    refused =
        metrics.counter(
            "streams_refused_total",
            "Streams refused because the server or the client's address had reached its limit",
            "reason",
            List.of("server", "address"));
    resets = metrics.counter("streams_reset_total", "Clients told to reload the history");
    events = metrics.counter("stream_events_sent_total", "Events sent, counted for each client");
    bytes = metrics.counter("stream_bytes_sent_total", "Bytes sent to clients");
    writes = metrics.counter("stream_writes_total", "Writes to clients");
    delivery =
        metrics.seconds(
            "delivery_seconds",
            "From a message's timestamp to the write to a client, for the oldest event of each write");
  }

  public void opened(boolean resumed) {
    opened.labelValues(resumed ? "resumed" : "new").inc();
  }

  public void closed(Subscriber.End reason) {
    closed.labelValues(label(reason)).inc();
  }

  public void refused(int status) {
    refused.labelValues(status == 429 ? "address" : "server").inc();
  }

  void reset() {
    resets.inc();
  }

  /**
   * Counts a write that has returned.
   *
   * @param posted when the oldest live event was posted, in milliseconds since 1970; 0 if none was
   *     live
   */
  void sent(long byteCount, int eventCount, long posted) {
    writes.inc();
    bytes.inc(byteCount);
    if (eventCount > 0) {
      events.inc(eventCount);
    }
    if (posted > 0) {
      delivery.observe(age(posted, System.currentTimeMillis()));
    }
  }

  /**
   * Age in seconds by the clocks of two servers; that of the one that took the post may be ahead.
   */
  static double age(long posted, long now) {
    return Math.max(0, now - posted) / MILLIS;
  }

  private static String label(Subscriber.End reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
