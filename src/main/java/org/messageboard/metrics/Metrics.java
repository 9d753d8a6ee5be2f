package org.messageboard.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Makes the metrics of this application. Their names begin with {@value #PREFIX}, which is put
 * before the name given. Each is made once; a second of the same name is an error. None has
 * exemplars, for which the library would keep a thread that outlives the application. Thread-safe,
 * and so are the metrics.
 */
@ApplicationScoped
public class Metrics {

  static final String PREFIX = "messageboard_";

  /** Seconds: what a person would take for at once, up to what a client has given up at. */
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RedisMetrics redis = new RedisMetrics(this);

  /** Registers what the JVM and the process tell of themselves. */
  public Metrics() {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** How calls of Redis fare. */
  public RedisMetrics redis() {
    return redis;
  }

  /** Something that only grows; the name ends with {@code _total}. */
  public Counter counter(String name, String help) {
    return Counter.builder().name(PREFIX + name).help(help).withoutExemplars().register(registry);
  }

  /** The same by a label, each of whose values is there from the start. */
  public Counter counter(String name, String help, String label, List<String> values) {
    var counter =
        Counter.builder()
            .name(PREFIX + name)
            .help(help)
            .labelNames(label)
            .withoutExemplars()
            .register(registry);
    values.forEach(counter::initLabelValues);
    return counter;
  }

  /** A duration in seconds, from half a millisecond to ten seconds; the name ends with its unit. */
  public Histogram seconds(String name, String help, String... labels) {
    return histogram(name, help, SECONDS, labels);
  }

  /** A distribution over buckets with these upper bounds. */
  public Histogram histogram(String name, String help, double[] bounds, String... labels) {
    return Histogram.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(labels)
        .classicOnly()
        .classicUpperBounds(bounds)
        .withoutExemplars()
        .register(registry);
  }

  /** Something that is looked at when the metrics are read; it must be quick. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** Something that is set, by a label. */
  public Gauge gauge(String name, String help, String label) {
    return Gauge.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(label)
        .withoutExemplars()
        .register(registry);
  }

  /** What is read at {@code /metrics}. */
  PrometheusRegistry registry() {
    return registry;
  }
}
