package org.messageboard.limits;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.messageboard.client.Line;
import org.messageboard.client.Request;
import org.messageboard.client.Threads;

/**
 * Asks the same again and again, each time over a new connection as a new client would, and
 * measures how long it takes to connect and be answered.
 */
final class Prober implements AutoCloseable {

  private record Probe(int status, Duration time, String problem) {}

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final long PACE_MILLIS = 100;

  private final Queue<Probe> probes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger rounds = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "prober");
  private final InetSocketAddress server;
  private final List<Request> requests;
  private volatile boolean stopping;

  private Prober(InetSocketAddress server, List<Request> requests) {
    this.server = server;
    this.requests = requests;
  }

  static Prober begin(InetSocketAddress server, Request... requests) {
    var prober = new Prober(server, List.of(requests));
    prober.thread.start();
    return prober;
  }

  int rounds() {
    return rounds.get();
  }

  /** Begins to measure anew. */
  void forget() {
    probes.clear();
  }

  Duration longest() {
    return probes.stream().map(Probe::time).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** How often each answer came. */
  String summary() {
    var kinds =
        probes.stream()
            .collect(Collectors.groupingBy(p -> p.status() + p.problem(), Collectors.counting()));
    return "%d probes, the longest %d ms, %s".formatted(probes.size(), longest().toMillis(), kinds);
  }

  /** Whether every probe was answered with one of these. */
  boolean allAnswered(Integer... statuses) {
    return probes.stream().allMatch(probe -> List.of(statuses).contains(probe.status()));
  }

  private void run() {
    try {
      while (!stopping) {
        requests.forEach(this::probe);
        rounds.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(Request request) {
    long began = System.nanoTime();
    int status = 0;
    var problem = "";
    try (var line = new Line(server, ANSWER_LIMIT)) {
      status = line.ask(request).status();
    } catch (IOException e) {
      problem = e.toString();
    }
    probes.add(new Probe(status, Duration.ofNanos(System.nanoTime() - began), problem));
  }

  @Override
  public void close() {
    stopping = true;
    Threads.join(thread);
  }
}
