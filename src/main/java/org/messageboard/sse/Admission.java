package org.messageboard.sse;

import com.sun.management.UnixOperatingSystemMXBean;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.messageboard.http.ClientAddress;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.live.DrainPool;
import org.messageboard.live.Output;

/**
 * How many streams may be open, in all and from one address. Liberty stops accepting connections at
 * the process's limit of open files, so the streams stay well below it.
 */
public final class Admission {

  /** Open files that the server needs for everything else. */
  private static final int OTHER_FILES = 1024;

  private static final int MIN_STREAMS = 16;
  private static final int MAX_STREAMS = 1_000_000;
  private static final int FILES_IF_UNKNOWN = 10_000;

  /** Heap that the server needs for everything else, in bytes. */
  private static final long OTHER_HEAP = 128L << 20;

  /** The part of these that the newest events in memory take; with more, streams get less. */
  private static final long EVENTS_HEAP = 32L << 20;

  /** Heap of a stream, in bytes: Liberty's and RESTEasy's objects, then with room beside them. */
  private static final long OBJECTS = 24 << 10;

  private static final long HEAP = 32 << 10;

  /** Set if this server itself decrypts the connection (Jakarta Servlet, "SSL Attributes"). */
  private static final String TLS = "jakarta.servlet.request.cipher_suite";

  /**
   * The heap counts in whole steps of these bytes. Java leaves the space for survivors out of its
   * maximum, and the collector changes that space, up to a third of the young generation; so the
   * limit would be another one after each start.
   */
  private static final long HEAP_STEP = 16 << 20;

  /** Share of that room for the buffers of writing threads; the rest is for the collector. */
  private static final double BUFFERS = 0.75;

  private static final int MIN_THREADS = 64;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /** A server with more than this share of its streams is filling up. */
  private static final double MUCH = 0.75;

  /** It grows by this share of its streams before {@link #isFilling} says so again. */
  private static final int STEPS = 16;

  private final int max;
  private final int threads;
  private final int maxPerAddress;

  /** Places that are taken. */
  private final AtomicInteger taken = new AtomicInteger();

  /** Those of them that are second ones. */
  private final AtomicInteger second = new AtomicInteger();

  private final ConcurrentMap<String, Integer> perAddress = new ConcurrentHashMap<>();

  /** The number of places at which {@link #isFilling} is true next. */
  private final AtomicInteger mark;

  /**
   * @param max streams in all; 0 derives it from the limit of open files and the heap
   * @param maxPerAddress streams from one address; 0 sets no separate limit
   * @param maxHeap in bytes
   */
  Admission(int max, int maxPerAddress, long maxHeap) {
    this.max = max > 0 ? max : derived(maxFiles(), maxHeap);
    this.threads = threads(this.max, maxHeap);
    this.maxPerAddress = maxPerAddress > 0 ? maxPerAddress : this.max;
    mark = new AtomicInteger(much());
  }

  /**
   * How many streams fit into the limit of open files and into the heap.
   *
   * @param maxHeap in bytes
   */
  static int derived(long maxFiles, long maxHeap) {
    long files = maxFiles - Math.max(OTHER_FILES, maxFiles / 5);
    long heap = (maxHeap - OTHER_HEAP) / HEAP_STEP * (HEAP_STEP / HEAP);
    return (int) Math.max(MIN_STREAMS, Math.min(MAX_STREAMS, Math.min(files, heap)));
  }

  /**
   * How many threads may write to this many streams. A thread holds a buffer while its client does
   * not read.
   */
  static int threads(int streams, long maxHeap) {
    double room = BUFFERS * (maxHeap - OTHER_HEAP - streams * OBJECTS);
    double fit = room / Output.CAPACITY;
    return (int) Math.max(MIN_THREADS, Math.min(DrainPool.MAX_THREADS, fit));
  }

  /**
   * The heap less what events in memory take beyond the default, in bytes.
   *
   * @param memoryBytes bytes of events kept in memory
   */
  static long maxHeap(long memoryBytes) {
    return Runtime.getRuntime().maxMemory() - Math.max(0, memoryBytes - EVENTS_HEAP);
  }

  /** Maximum number of open streams: fewer, the more of them take two places. */
  int limit() {
    return max - second.get();
  }

  /** Maximum number of threads that write to them. */
  int threads() {
    return threads;
  }

  /** Number of open streams. */
  int open() {
    return taken.get() - second.get();
  }

  /**
   * Whether the server is filling up: most places are taken, and a sixteenth of all since this was
   * last true. When no place is free it is always true. Clients that come and go while others stay
   * do not make it so.
   */
  boolean isFilling() {
    int now = taken.get();
    int at = mark.get();
    int step = Math.max(1, max / STEPS);
    if (now >= at) {
      return mark.compareAndSet(at, Math.min(max, now + step));
    }
    if (now + 2 * step < at) {
      mark.compareAndSet(at, Math.max(much(), now + step));
    }
    return false;
  }

  private int much() {
    return (int) (MUCH * max);
  }

  /**
   * How many places a stream takes: two with TLS or HTTP/2. With their buffers it takes 56 and 48
   * KiB of the heap.
   */
  static int places(HttpServletRequest request) {
    return request.getAttribute(TLS) != null || request.getProtocol().startsWith("HTTP/2") ? 2 : 1;
  }

  /**
   * Takes places.
   *
   * @throws ProblemException status 503 if the server is full, 429 if the address has too many
   */
  void enter(String address, int places) {
    if (taken.addAndGet(places) > max) {
      mark.set(taken.addAndGet(-places));
      throw refused(503, "This server has as many streams as it can hold. Try again shortly.");
    }
    second.addAndGet(places - 1);
    if (perAddress.merge(ClientAddress.of(address), 1, Integer::sum) > maxPerAddress) {
      leave(address, places);
      throw refused(429, "There are too many streams from your address. Close one and try again.");
    }
  }

  /** Gives them back. */
  void leave(String address, int places) {
    second.addAndGet(1 - places);
    taken.addAndGet(-places);
    perAddress.computeIfPresent(
        ClientAddress.of(address), (a, streams) -> streams == 1 ? null : streams - 1);
  }

  private static ProblemException refused(int status, String detail) {
    return new ProblemException(new Problem(status, detail, List.of(), RETRY_AFTER));
  }

  /** The process's limit of open files. */
  public static long maxFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : FILES_IF_UNKNOWN;
  }
}
