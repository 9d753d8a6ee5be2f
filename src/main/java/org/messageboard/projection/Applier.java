package org.messageboard.projection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.board.Position;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.TopicIdentity;
import org.messageboard.log.TopicLog;
import org.messageboard.retry.Retries;
import org.messageboard.traces.Traces;
import org.messageboard.view.Applied;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Applied.State;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;

/**
 * Projects batches of records into the view, whatever state view and topic are in. Used by one
 * thread.
 */
final class Applier {

  private static final Logger LOG = Logger.getLogger(Applier.class.getName());

  /** A look at one channel's list takes Redis some 2 us. */
  private static final int CHANNELS_AT_ONCE = 500;

  private final TopicIdentity identity;
  private final TopicLog log;
  private final ViewWriter view;
  private final Decoder decoder;
  private final Comparison comparison;
  private final GapRepair repair;
  private final Supplier<Position> seen;
  private final ProjectionMetrics metrics;
  private final Traces traces;

  /** The newest position that a call answered with. */
  private Position newest;

  /** The channel with which the next look begins. */
  private int nextChannel;

  /**
   * @param seen the newest position that this server's streams have seen, or null
   */
  Applier(
      TopicIdentity identity,
      TopicLog log,
      ViewWriter view,
      Decoder decoder,
      GapRepair repair,
      Supplier<Position> seen,
      ProjectionMetrics metrics,
      Traces traces) {
    this.identity = identity;
    this.log = log;
    this.view = view;
    this.decoder = decoder;
    this.comparison = new Comparison(log);
    this.repair = repair;
    this.seen = seen;
    this.metrics = metrics;
    this.traces = traces;
  }

  /**
   * Returns once every record is in the view or among the dead letters.
   *
   * @throws InterruptedException when the thread is interrupted before that
   */
  void project(List<KafkaRecord> batch) throws InterruptedException {
    metrics.consumed((int) batch.stream().filter(record -> !record.hole()).count());
    var before = identity.known();
    var id = identity.isFresh() ? before : askId();
    var records = before == null || before.equals(id) ? batch : withoutHoles(batch);
    var spans = new BatchSpans(traces);
    apply(id, decoder.decode(id, records, spans::begin, new AppliedBefore(id)));
    spans.end();
    identity.askAhead();
  }

  /**
   * Finds what the view has lost, also while nothing is posted.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when Redis is away; try again
   */
  void look() throws InterruptedException {
    var found = view.look(newestKnown(), nextChannel, CHANNELS_AT_ONCE);
    if (found.state() == State.LACKING) {
      repair.fill(found.position().epoch());
    }
    nextChannel = (nextChannel + CHANNELS_AT_ONCE) % Integer.MAX_VALUE;
  }

  /**
   * Compares the view with what the group has committed, and finds a topic that was created again.
   *
   * @throws Exception when Redis or Kafka is away; try again
   */
  void check() throws Exception {
    var id = identity.isCurrent() ? identity.known() : askId();
    var epoch = view.look(newestKnown(), 0, 0).position().epoch();
    // In this order: what is committed was applied before, by this consumer or another
    var ends = log.committed();
    var stored = view.offsets(id);
    ends.entrySet().removeIf(e -> stored.getOrDefault(e.getKey(), -1L) + 1 >= e.getValue());
    if (ends.isEmpty()) {
      return;
    }
    var holes = comparison.holes(stored, ends);
    if (holes.isEmpty()) {
      repair.fill(epoch);
    } else if (!holes.get().isEmpty()) {
      view.applyFirst(id, holes.get());
    }
  }

  private void apply(String topicId, List<ViewRecord> records) throws InterruptedException {
    var applied = applyNext(topicId, records);
    if (applied.isDone() && !applied.has(Result.OFFSET_KNOWN)) {
      return;
    }
    var given = records;
    // A topic that was created again: these are the former one's, or were read with all the others
    while (askId().equals(topicId) && !applied.isDone()) {
      given = afterRepair(topicId, given, applied);
      applied =
          applied.state() == State.EMPTY ? applyFirst(topicId, given) : applyNext(topicId, given);
    }
  }

  /**
   * Has the view filled, unless Kafka has nothing between the view's end and these records.
   *
   * @param refused the state in which the view did not take them
   * @return those that the topic has, each with the offset before it
   */
  private List<ViewRecord> afterRepair(String topicId, List<ViewRecord> records, Applied refused)
      throws InterruptedException {
    var next =
        refused.state() == State.LACKING
            ? Optional.<List<ViewRecord>>empty()
            : Retries.until("Looking into Kafka", () -> next(topicId, records, refused.state()));
    if (next.isEmpty()) {
      repair.fill(refused.position().epoch());
    }
    return next.orElse(records);
  }

  private Optional<List<ViewRecord>> next(String topicId, List<ViewRecord> records, State state)
      throws Exception {
    // In this order: what is committed was applied before, by this consumer or another
    Map<Integer, Long> committed = state == State.EMPTY ? log.committed() : Map.of();
    return comparison.next(records, view.offsets(topicId), committed);
  }

  private Applied applyFirst(String topicId, List<ViewRecord> records) throws InterruptedException {
    return applied(() -> view.applyFirst(topicId, records));
  }

  private Applied applyNext(String topicId, List<ViewRecord> records) throws InterruptedException {
    return applied(() -> view.apply(topicId, newestKnown(), records));
  }

  private Applied applied(Supplier<Applied> call) throws InterruptedException {
    var applied = Retries.until("Writing to Redis", call::get);
    if (applied.state() == State.WHOLE) {
      newest = applied.position();
    }
    metrics.applied(applied.results());
    return applied;
  }

  private Position newestKnown() {
    var other = seen.get();
    if (newest == null || other == null || !other.epoch().equals(newest.epoch())) {
      return newest == null ? other : newest;
    }
    return other.number() > newest.number() ? other : newest;
  }

  /** Asks for the topic's id; when it has changed, everything that the new topic has is applied. */
  private String askId() throws InterruptedException {
    var before = identity.known();
    var id = Retries.until("Asking Kafka for the topic", identity::ask);
    if (before != null && !before.equals(id)) {
      LOG.log(Level.INFO, "The topic was created again; its offsets start anew");
      Retries.until("Reading the topic anew", () -> readAnew(id));
    }
    return id;
  }

  /** Applies all that the topic has; the records that the consumer then gets are there already. */
  private Void readAnew(String topicId) throws Exception {
    try (var consumer = log.consumer()) {
      var order = TopicLog.read(consumer, log.partitions(), view.offsets(topicId));
      order.toEnd();
      for (var next = order.next(); !next.isEmpty(); next = order.next()) {
        var applied =
            applyNext(topicId, decoder.decode(topicId, next, record -> "", record -> false));
        if (!applied.isDone()) {
          repair.fill(applied.position().epoch());
          return null;
        }
      }
    }
    return null;
  }

  /** Records of another topic than the one that was read: nothing is known of holes before them. */
  private static List<KafkaRecord> withoutHoles(List<KafkaRecord> records) {
    return records.stream().map(KafkaRecord::withoutHole).toList();
  }

  /** The unreadable records that were applied before: whoever applied them has kept them. */
  private final class AppliedBefore implements Decoder.Kept {

    private final String topicId;
    private Map<Integer, Long> offsets;

    AppliedBefore(String topicId) {
      this.topicId = topicId;
    }

    @Override
    public boolean has(KafkaRecord record) throws InterruptedException {
      if (offsets == null) {
        offsets = Retries.until("Reading from Redis", () -> view.offsets(topicId));
      }
      return record.offset() <= offsets.getOrDefault(record.partition(), -1L);
    }
  }
}
