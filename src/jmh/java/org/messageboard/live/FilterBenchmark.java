package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.messageboard.board.ChannelName;
import org.messageboard.sse.SseFraming;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to decide whether a client gets an event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FilterBenchmark {

  private static final String ROOM = ChannelName.ofPrivate("ada", "0");

  private final Event open = event("general");
  private final Event restricted = event(ROOM);
  private final Filter guest = Filter.of(null, null, Membership.NOBODY);
  private final Filter oneChannel = Filter.of("general", null, Membership.NOBODY);
  private final Filter member = Filter.of(null, null, memberOf(100));

  private static Event event(String channel) {
    var json =
        "{\"position\":\"e:1\",\"id\":\"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10\",\"channel\":\"%s\",\"author\":\"A\"}"
            .formatted(channel);
    return new SseFraming().event(json.getBytes(UTF_8)).orElseThrow();
  }

  private static Membership memberOf(int rooms) {
    Set<String> names =
        IntStream.range(0, rooms)
            .mapToObj(i -> ChannelName.ofPrivate("ada", "" + i))
            .collect(Collectors.toSet());
    var membership = new Memberships(people -> List.of(names), people -> List.of(names)).enter("a");
    membership.load();
    return membership;
  }

  /** A guest who follows the whole board. */
  @Benchmark
  public boolean openForGuest() {
    return guest.passes(open);
  }

  /** A guest who follows the event's channel. */
  @Benchmark
  public boolean openOfOneChannel() {
    return oneChannel.passes(open);
  }

  /** A stranger. */
  @Benchmark
  public boolean privateForStranger() {
    return guest.passes(restricted);
  }

  /** Somebody who is in 100 private channels. */
  @Benchmark
  public boolean privateForMember() {
    return member.passes(restricted);
  }
}
