package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Position;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What delivering costs beside private channels: 1,000 clients are members of 100 private channels
 * of 10 to 500 people. A round is an event in each of 100 channels, after which every client takes
 * a turn. Rounds of private and of open channels alternate, so both meet the same machine. What is
 * missing is the system call of each write.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DeliveryBenchmark {

  private static final int CLIENTS = 1_000;
  private static final int CHANNELS = 100;
  private static final int[] SIZES = {10, 20, 50, 100, 500};

  private final Random random = new Random(1);
  private final List<String> privateNames =
      IntStream.range(0, CHANNELS).mapToObj(i -> ChannelName.ofPrivate("ada", "" + i)).toList();
  private final List<String> openNames =
      IntStream.range(0, CHANNELS).mapToObj(i -> "channel-" + i).toList();

  /** Of each client, the channels that it is in, by their numbers. */
  private final List<List<Integer>> channelsOf = channelsOf();

  private final Board oneOpen = new Board(openNames, true);
  private final Board onePrivate = new Board(privateNames, true);
  private final Board allOpen = new Board(openNames, false);
  private final Board allPrivate = new Board(privateNames, false);

  /** What all measured rounds took together, in nanoseconds, and how much they delivered. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Totals {

    public long openNanos;
    public long openDeliveries;
    public long privateNanos;
    public long privateDeliveries;

    void add(Board open, Board restricted) throws IOException {
      openNanos += open.round();
      openDeliveries += open.delivered();
      privateNanos += restricted.round();
      privateDeliveries += restricted.delivered();
    }
  }

  /** Each client follows one channel, open or private: both deliver the same. */
  @Benchmark
  public void oneChannelEach(Totals totals) throws IOException {
    totals.add(oneOpen, onePrivate);
  }

  /** Each client follows everything that it may see: of open channels that is all. */
  @Benchmark
  public void everything(Totals totals) throws IOException {
    totals.add(allOpen, allPrivate);
  }

  private List<List<Integer>> channelsOf() {
    var channels = new ArrayList<List<Integer>>();
    var clients = new ArrayList<Integer>();
    for (int i = 0; i < CLIENTS; i++) {
      channels.add(new ArrayList<>());
      clients.add(i);
    }
    for (int channel = 0; channel < CHANNELS; channel++) {
      Collections.shuffle(clients, random);
      for (int client : clients.subList(0, SIZES[channel % SIZES.length])) {
        channels.get(client).add(channel);
      }
    }
    return channels;
  }

  /** A hub and its clients. */
  private final class Board {

    private final List<String> names;
    private final Hub hub;
    private final List<Cursor> cursors = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();
    private final Counter counter = new Counter();
    private long number;

    Board(List<String> names, boolean one) {
      this.names = names;
      var memberships = new Memberships(this::rooms, this::rooms);
      hub =
          new Hub(
              new Log(),
              new SseFraming(),
              new Hub.Memory(16_384, 32 << 20),
              memberships,
              (position, type) -> {});
      hub.catchUp();
      for (int client = 0; client < CLIENTS; client++) {
        var followed = one ? followed(client) : null;
        var filter = Filter.of(followed, null, memberships.enter("" + client));
        cursors.add(new Cursor(new Position("epoch", 0), filter));
        outputs.add(
            new Output(counter, () -> {}, new SseFraming(), new StreamMetrics(new Metrics())));
      }
    }

    private String followed(int client) {
      var channels = channelsOf.get(client);
      return names.get(channels.isEmpty() ? 0 : channels.get(client % channels.size()));
    }

    private List<Set<String>> rooms(List<String> people) {
      var rooms = new ArrayList<Set<String>>();
      for (var person : people) {
        var names = new HashSet<String>();
        channelsOf
            .get(Integer.parseInt(person))
            .forEach(channel -> names.add(new String(privateNames.get(channel))));
        rooms.add(names);
      }
      return rooms;
    }

    /** An event in each channel, delivered to everybody who gets it; returns the nanoseconds. */
    long round() throws IOException {
      counter.writes = 0;
      long began = System.nanoTime();
      for (var name : names) {
        hub.accept(json(++number, name));
        for (int client = 0; client < CLIENTS; client++) {
          cursors.get(client).write(hub, outputs.get(client));
          outputs.get(client).flush();
        }
      }
      return System.nanoTime() - began;
    }

    /** How much the last round delivered. */
    long delivered() {
      return counter.writes;
    }
  }

  private static byte[] json(long number, String channel) {
    var text =
        "{\"position\":\"epoch:%d\",\"id\":\"00000000-0000-4000-8000-%012x\",\"channel\":\"%s\",\"author\":\"bench\",\"content\":\"%s\",\"timestamp\":\"2026-01-01T00:00:00.000Z\"}";
    return text.formatted(number, number, channel, "lorem ipsum ".repeat(5)).getBytes(UTF_8);
  }

  /** Counts the writes: each is of one event. */
  private static final class Counter extends OutputStream {

    private long writes;

    @Override
    public void write(int b) {
      writes++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      writes++;
    }
  }

  /** A Redis whose board stands at the beginning of an epoch. */
  private static final class Log implements EventLog {

    @Override
    public Optional<Page> after(long number, Position known) {
      return Optional.of(new Page(new Position("epoch", 0), 0, List.of(), 0));
    }
  }
}
