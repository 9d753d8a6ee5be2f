package org.messageboard.view;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.messageboard.board.Message;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.metrics.Metrics;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import redis.clients.jedis.RedisClient;

/**
 * What a call of {@code apply.lua} takes, by how many records it has, on a Redis of its own whose
 * lists and log are kept at the board's own lengths.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ApplyBenchmark {

  private static final Lengths LENGTHS = new Lengths(100, 1000, 100_000, 250_000, 10_000);

  /** Records of a call. */
  @Param({"1", "10", "100", "500"})
  int records;

  private RedisProcess process;
  private RedisClient redis;
  private ViewWriter projection;
  private long offset;

  /** Starts a Redis and applies the first records. */
  @Setup(Level.Trial)
  public void start() {
    int port = Ports.free();
    process = new RedisProcess(Path.of("target", "jmh", "redis-" + port), port);
    process.start();
    redis = RedisClient.create(process.url());
    projection = new ViewWriter(redis, new Metrics().redis(), LENGTHS);
    projection.applyFirst("topic", next());
  }

  /** Applies records that are next; making them is a part of it. */
  @Benchmark
  public Object apply() {
    return projection.apply("topic", null, next());
  }

  private List<ViewRecord> next() {
    return IntStream.range(0, records).mapToObj(i -> next(offset++)).toList();
  }

  private static ViewRecord next(long offset) {
    var message =
        new Message(
            null,
            new UUID(0x4000, offset).toString(),
            "general",
            "bench",
            "lorem ipsum ".repeat(5),
            "2026-01-01T00:00:00.000Z");
    return new ViewRecord(0, offset - 1, offset, message, "");
  }

  /** Stops the Redis. */
  @TearDown(Level.Trial)
  public void stop() {
    redis.close();
    process.close();
  }
}
