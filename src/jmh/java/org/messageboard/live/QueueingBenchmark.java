package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.messageboard.board.Position;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an event costs on its way from Redis into memory, and from there to a client. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QueueingBenchmark {

  private static final int EVENTS = 16_384;
  private static final int BYTES = 32 * 1024 * 1024;
  private static final SseFraming FRAMING = new SseFraming();
  private static final Memberships NOBODY =
      new Memberships(people -> List.of(), people -> List.of());
  private static final byte[] JSON = json(1);

  private final ReplayBuffer timeline =
      new ReplayBuffer(new Position("epoch", 0), 0, EVENTS, BYTES);
  private final byte[] frame = FRAMING.event(JSON).orElseThrow().frame();
  private long number;

  /** A client of a board whose newest events are in memory. */
  @State(Scope.Thread)
  public static class Client {

    /** How many events have gathered for it. */
    @Param({"1", "10", "100"})
    int gathered;

    private Hub hub;
    private Output output;

    /** Fills the memory. */
    @Setup
    public void fill() {
      hub =
          new Hub(
              new Log(), FRAMING, new Hub.Memory(EVENTS, BYTES), NOBODY, (position, type) -> {});
      hub.catchUp();
      for (int i = 1; i <= EVENTS; i++) {
        hub.accept(json(i));
      }
      output =
          new Output(
              OutputStream.nullOutputStream(), () -> {}, FRAMING, new StreamMetrics(new Metrics()));
    }
  }

  /** A message as Redis publishes it becomes an event. */
  @Benchmark
  public Object read() {
    return FRAMING.event(JSON);
  }

  /** An event joins a timeline, which is full after the first iteration. */
  @Benchmark
  public void append() {
    number++;
    timeline.append(
        new Event(
            new Position("epoch", number),
            "",
            "general",
            false,
            List.of(),
            frame,
            0,
            0,
            0,
            1,
            List.of()));
  }

  /** A client is sent what has gathered, through a new cursor. */
  @Benchmark
  public boolean write(Client client) throws IOException {
    var cursor = new Cursor(new Position("epoch", EVENTS - client.gathered), null);
    cursor.write(client.hub, client.output);
    return client.output.flush();
  }

  private static byte[] json(long number) {
    var text =
        "{\"position\":\"epoch:%d\",\"id\":\"00000000-0000-4000-8000-%012x\",\"channel\":\"general\",\"author\":\"bench\",\"content\":\"%s\",\"timestamp\":\"2026-01-01T00:00:00.000Z\"}";
    return text.formatted(number, number, "lorem ipsum ".repeat(5)).getBytes(UTF_8);
  }

  /** A Redis whose board stands at the beginning of an epoch. */
  private static final class Log implements EventLog {

    @Override
    public Optional<Page> after(long number, Position known) {
      return Optional.of(new Page(new Position("epoch", 0), 0, List.of(), 0));
    }
  }
}
