package org.messageboard.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.messages.Message;
import org.messageboard.messages.Position;
import org.messageboard.messages.UnreadableRecordException;
import org.messageboard.platform.Topic;
import org.messageboard.projection.Applied.Result;
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

  /** What Kafka answered to a question asked at this time. */
  private record Asked(String id, long at) {}

  private final Topic topic;
  private final Projection projection;
  private final DeadLetters deadLetters;
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

  /**
   * @param seen the newest position that this server's streams have seen, or null
   * @param maxRecordBytes how large a record may be
   */
  Applier(
      Topic topic,
      Projection projection,
      DeadLetters deadLetters,
      GapRepair repair,
      Supplier<Position> seen,
      ProjectionMetrics metrics,
      Traces traces,
      int maxRecordBytes) {
    this.topic = topic;
    this.projection = projection;
    this.deadLetters = deadLetters;
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
      var message = messageOf(record, unreadable);
      long before = holes ? record.before() : record.offset() - 1;
      records.add(record.after(before, message, steps.begin(record)));
    }
    deadLetters.keep(id, unreadable);
    bring(id, records);
    steps.end();
    askAhead();
  }

  /**
   * Finds what Redis has lost while nothing is posted, and a topic that was created again.
   *
   * @throws Exception when Redis or Kafka is away; it is to be tried again
   */
  void check() throws Exception {
    if (!topic.askId().equals(id)) {
      currentId();
    }
    projection.forgetUnlessWhole();
    repair.check();
  }

  private void bring(String topicId, List<TopicRecord> records) throws InterruptedException {
    var applied = apply(topicId, records);
    if (!applied.has(Result.OFFSET_KNOWN) && !applied.has(Result.GAP)) {
      return;
    }
    if (currentId().equals(topicId) && applied.has(Result.GAP)) {
      repair.upTo(records, applied.position().epoch());
      if (apply(topicId, records).has(Result.GAP)) {
        LOG.log(
            Level.WARNING,
            "Kafka delivered records that its topic does not have, of partition {0} from offset {1}; they are not applied. See whether the topic was deleted or its log restored",
            new Object[] {records.get(0).partition(), records.get(0).offset()});
      }
    }
  }

  private Applied apply(String topicId, List<TopicRecord> records) throws InterruptedException {
    var applied =
        Retries.until(
            "Writing to Redis", () -> projection.apply(topicId, newestKnown(), null, records));
    known = applied.position();
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
      repair.toEnd();
    }
    return current;
  }

  private Message messageOf(KafkaRecord record, List<Unreadable> unreadable) {
    try {
      return record.hole() ? null : record.message(maxRecordBytes);
    } catch (UnreadableRecordException e) {
      unreadable.add(new Unreadable(record, e.getMessage()));
      return null;
    }
  }
}
