package org.messageboard.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.messages.BoardEvent;
import org.messageboard.messages.Position;
import org.messageboard.messages.UnreadableRecordException;
import org.messageboard.platform.Topic;
import org.messageboard.projection.Applied.Result;
import org.messageboard.projection.Applied.State;
import org.messageboard.traces.Traces;

/**
 * Brings batches of records into Redis, whatever state Redis and the topic are in. Used by one
 * thread.
 */
final class Applier {

  private static final Logger LOG = Logger.getLogger(Applier.class.getName());

  /**
   * Shorter than a consumer needs to find a topic created again: it waits 80 ms at least before it
   * asks for metadata after an error (retry.backoff.ms with its jitter).
   */
  private static final Duration ID_HOLDS = Duration.ofMillis(50);

  /** At this age the id is asked for anew, while nothing waits for the answer. */
  private static final Duration ID_AGES = Duration.ofMillis(15);

  /** A look at their lists takes Redis some 2 us each. */
  private static final int CHANNELS_AT_ONCE = 500;

  /** What Kafka answered to a question asked at this time. */
  private record Asked(String id, long at) {}

  private final Topic topic;
  private final Projection projection;
  private final DeadLetters deadLetters;
  private final TopicLog log;
  private final Comparison comparison;
  private final GapRepair repair;
  private final Supplier<Position> seen;
  private final ProjectionMetrics metrics;
  private final Traces traces;
  private final int maxRecordBytes;

  /** The topic's id, and when it was asked for. */
  private String id;

  private long idAsked;

  /** An answer that came while records were applied, or between them. */
  private volatile Asked ahead;

  private long aheadAsked;

  /** The newest position that a call answered with. */
  private Position known;

  /** Where the next look begins with the channels' lists. */
  private int looked;

  /**
   * @param seen the newest position that this server's streams have seen, or null
   * @param maxRecordBytes how large a record may be
   */
  Applier(
      Topic topic,
      Projection projection,
      DeadLetters deadLetters,
      TopicLog log,
      GapRepair repair,
      Supplier<Position> seen,
      ProjectionMetrics metrics,
      Traces traces,
      int maxRecordBytes) {
    this.topic = topic;
    this.projection = projection;
    this.deadLetters = deadLetters;
    this.log = log;
    this.comparison = new Comparison(log);
    this.repair = repair;
    this.seen = seen;
    this.metrics = metrics;
    this.traces = traces;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * Returns once every record is in Redis or in the dead letters.
   *
   * @throws InterruptedException when the thread is interrupted before that
   */
  void bring(List<KafkaRecord> batch) throws InterruptedException {
    metrics.consumed((int) batch.stream().filter(record -> !record.hole()).count());
    var read = id;
    var id = verifiedId();
    // Of another topic than the one that was read, nothing is known of the holes
    boolean holes = read == null || read.equals(id);
    var steps = new Steps(traces);
    var records = new ArrayList<TopicRecord>(batch.size());
    var unreadable = new ArrayList<Unreadable>();
    for (var record : batch) {
      var event = eventOf(record, unreadable);
      long before = holes ? record.before() : record.offset() - 1;
      records.add(record.after(before, event, steps.begin(record)));
    }
    keep(id, unreadable);
    bring(id, records);
    steps.end();
    askAhead();
  }

  /**
   * Finds what Redis has lost, also while nothing is posted.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when Redis is away; it is to be tried
   *     again
   */
  void look() throws InterruptedException {
    var found = projection.look(newestKnown(), looked, CHANNELS_AT_ONCE);
    if (found.state() == State.LACKING) {
      repair.fill(found.position().epoch());
    }
    looked = (looked + CHANNELS_AT_ONCE) % Integer.MAX_VALUE;
  }

  /**
   * Compares Redis with what the group has committed, and finds a topic that was created again.
   *
   * @throws Exception when Redis or Kafka is away; it is to be tried again
   */
  void check() throws Exception {
    if (!topic.askId().equals(id)) {
      currentId();
    }
    var epoch = projection.look(newestKnown(), 0, 0).position().epoch();
    // In this order: what is committed was applied before, by this consumer or another
    var ends = log.committed();
    var stored = projection.offsets(id);
    ends.entrySet().removeIf(e -> stored.getOrDefault(e.getKey(), -1L) + 1 >= e.getValue());
    if (!ends.isEmpty()) {
      var holes = comparison.holes(stored, ends);
      if (holes.isEmpty()) {
        repair.fill(epoch);
      } else if (!holes.get().isEmpty()) {
        projection.applyFirst(id, holes.get());
      }
    }
  }

  private void bring(String topicId, List<TopicRecord> records) throws InterruptedException {
    var applied = apply(topicId, records);
    if (applied.isDone() && !applied.has(Result.OFFSET_KNOWN)) {
      return;
    }
    var given = records;
    // When the topic was created again these are the former one's, or were read with all the others
    while (currentId().equals(topicId) && !applied.isDone()) {
      given = afterRepair(topicId, given, applied);
      applied = applied.state() == State.EMPTY ? applyFirst(topicId, given) : apply(topicId, given);
    }
  }

  /**
   * Has Redis filled, unless Kafka has nothing between what Redis has and these records.
   *
   * @param refused how Redis stood when it did not take them
   * @return those that the topic has, each with the offset before it
   */
  private List<TopicRecord> afterRepair(String topicId, List<TopicRecord> records, Applied refused)
      throws InterruptedException {
    var next =
        refused.state() == State.LACKING
            ? Optional.<List<TopicRecord>>empty()
            : Retries.until("Looking into Kafka", () -> next(topicId, records, refused.state()));
    if (next.isEmpty()) {
      repair.fill(refused.position().epoch());
    }
    return next.orElse(records);
  }

  private Optional<List<TopicRecord>> next(String topicId, List<TopicRecord> records, State state)
      throws Exception {
    // In this order: what is committed was applied before, by this consumer or another
    Map<Integer, Long> committed = state == State.EMPTY ? log.committed() : Map.of();
    return comparison.next(records, projection.offsets(topicId), committed);
  }

  private Applied applyFirst(String topicId, List<TopicRecord> records)
      throws InterruptedException {
    return applied(() -> projection.applyFirst(topicId, records));
  }

  private Applied apply(String topicId, List<TopicRecord> records) throws InterruptedException {
    return applied(() -> projection.apply(topicId, newestKnown(), records));
  }

  private Applied applied(Supplier<Applied> call) throws InterruptedException {
    var applied = Retries.until("Writing to Redis", call::get);
    if (applied.state() == State.WHOLE) {
      known = applied.position();
    }
    metrics.applied(applied.results());
    return applied;
  }

  private Position newestKnown() {
    var other = seen.get();
    if (known == null || other == null || !other.epoch().equals(known.epoch())) {
      return known == null ? other : known;
    }
    return other.number() > known.number() ? other : known;
  }

  /**
   * The topic's id as it is after these records came. After a topic was created again the consumer
   * goes on at its old offset; were the id asked for before, the new topic's records could pass for
   * the old one's next. Within {@link #ID_HOLDS} that cannot have happened.
   */
  private String verifiedId() throws InterruptedException {
    var answer = ahead;
    if (answer != null && answer.id().equals(id) && answer.at() - idAsked > 0) {
      idAsked = answer.at();
    }
    if (id == null || System.nanoTime() - idAsked > ID_HOLDS.toNanos()) {
      currentId();
    }
    return id;
  }

  /** Has the next batch find an id that is young enough, as long as records keep coming. */
  private void askAhead() {
    long now = System.nanoTime();
    if (now - Math.max(idAsked, aheadAsked) > ID_AGES.toNanos()) {
      aheadAsked = now;
      topic.askIdLater().thenAccept(current -> ahead = new Asked(current, now));
    }
  }

  /** Asks for the id; when it has changed, all that the new topic has is applied first. */
  private String currentId() throws InterruptedException {
    idAsked = System.nanoTime();
    var current = Retries.until("Asking Kafka for the topic", topic::askId);
    var before = id;
    id = current;
    if (before != null && !before.equals(current)) {
      LOG.log(Level.INFO, "The topic was created again; its offsets start anew");
      Retries.until("Reading the topic anew", () -> readAnew(current));
    }
    return current;
  }

  /** Applies all that the topic has; what the consumer is given of it then is there already. */
  private Void readAnew(String topicId) throws Exception {
    try (var consumer = log.consumer()) {
      var order = TopicLog.read(consumer, log.partitions(), projection.offsets(topicId));
      order.toEnd();
      for (var next = order.next(); !next.isEmpty(); next = order.next()) {
        var unreadable = new ArrayList<Unreadable>();
        var records = next.stream().map(r -> r.after(r.before(), eventOf(r, unreadable))).toList();
        deadLetters.keep(topicId, unreadable);
        var applied = apply(topicId, records);
        if (!applied.isDone()) {
          repair.fill(applied.position().epoch());
          return null;
        }
      }
    }
    return null;
  }

  /** Whoever applied a record that cannot be read has kept it before. */
  private void keep(String topicId, List<Unreadable> unreadable) throws InterruptedException {
    if (!unreadable.isEmpty()) {
      var stored = Retries.until("Reading from Redis", () -> projection.offsets(topicId));
      unreadable.removeIf(
          letter ->
              letter.record().offset() <= stored.getOrDefault(letter.record().partition(), -1L));
      deadLetters.keep(topicId, unreadable);
    }
  }

  private BoardEvent eventOf(KafkaRecord record, List<Unreadable> unreadable) {
    try {
      return record.hole() ? null : record.event(maxRecordBytes);
    } catch (UnreadableRecordException e) {
      unreadable.add(new Unreadable(record, e.getMessage()));
      return null;
    }
  }
}
