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
 * Creates the application's metrics. Prefixes their names with {@value #PREFIX}. Each is created
 * once; a second one with the same name is an error. They have no exemplars, for which the library
 * would start a thread that outlives the application. This class and the metrics are thread-safe.
 */
@ApplicationScoped
public class Metrics {

  static final String PREFIX = "messageboard_";

  /** Seconds, from what seems instant to a person, to when clients have given up. */
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final RedisMetrics redis = new RedisMetrics(this);

  /** Registers the metrics of the JVM and the process. */
  public Metrics() {
    JvmMemoryMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Metrics of calls to Redis. */
  public RedisMetrics redis() {
    return redis;
  }

  /** A counter, which only grows; its name ends with {@code _total}. */
  public Counter counter(String name, String help) {
    return Counter.builder().name(PREFIX + name).help(help).withoutExemplars().register(registry);
  }

  /** A counter with a label, whose values all exist from the start. */
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

  /**
   * A histogram of durations from half a millisecond to ten seconds; its name ends with {@code
   * _seconds}.
   */
  public Histogram seconds(String name, String help, String... labels) {
    return histogram(name, help, SECONDS, labels);
  }

  /** A histogram with these upper bounds. */
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

  /** A gauge whose value is computed when the metrics are read, which must be quick. */
  public void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
  }

  /** A gauge with a label, whose values are set. */
  public Gauge gauge(String name, String help, String label) {
    return Gauge.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(label)
        .withoutExemplars()
        .register(registry);
  }

  /** The metrics served at {@code /metrics}. */
  PrometheusRegistry registry() {
    return registry;
  }
}
