package org.messageboard.benchmark;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.messageboard.benchmark.Target.Part;

/** The time in which is measured: from one look at all counters to another. */
final class Window {

  private static final Map<Part, Figure> CORES =
      Map.of(
          Part.SERVER, Figure.SERVER_CORES,
          Part.LOAD, Figure.LOAD_CORES,
          Part.KAFKA, Figure.KAFKA_CORES,
          Part.REDIS, Figure.REDIS_CORES);

  /** What counters stood at. */
  private record Look(long at, long events, long posts, Map<Part, Usage> usage) {}

  private final Target target;
  private final LongSupplier events;
  private final LongSupplier posts;
  private Look begin;

  /**
   * @param events what all clients received so far
   * @param posts what was accepted so far
   */
  Window(Target target, LongSupplier events, LongSupplier posts) {
    this.target = target;
    this.events = events;
    this.posts = posts;
  }

  void begin() {
    begin = look();
  }

  /** Ends it: rates and what the processes used. */
  Figures end() {
    var end = look();
    double seconds = (end.at - begin.at) / 1e9;
    long delivered = end.events - begin.events;
    var figures =
        new Figures()
            .with(Figure.POSTS, (end.posts - begin.posts) / seconds)
            .with(Figure.DELIVERIES, delivered / seconds)
            .with(Figure.RSS, end.usage.get(Part.SERVER).rssBytes() / 1048576.0);
    CORES.forEach((part, figure) -> figures.with(figure, cpu(part, end) / seconds));
    if (delivered > 0) {
      figures.with(Figure.SERVER_CPU, 1e6 * cpu(Part.SERVER, end) / delivered);
      figures.with(Figure.LOAD_CPU, 1e6 * cpu(Part.LOAD, end) / delivered);
    }
    return figures;
  }

  private double cpu(Part part, Look end) {
    return end.usage.get(part).cpuSeconds() - begin.usage.get(part).cpuSeconds();
  }

  private Look look() {
    var usage = new EnumMap<Part, Usage>(Part.class);
    target.processes().forEach((part, pids) -> usage.put(part, Usage.of(pids)));
    return new Look(Clock.now(), events.getAsLong(), posts.getAsLong(), usage);
  }
}
