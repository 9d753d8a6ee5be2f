package org.messageboard.log;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * The topic's id, which changes when the topic is deleted and created again. A consumer then goes
 * on at its old offset, so an id that was asked for before a batch came could make the new topic's
 * records pass for the old one's next. Used by one thread.
 */
public final class TopicIdentity {

  /**
   * How old an answer may be. A consumer takes longer to find a new topic: it waits at least 80 ms
   * before it asks for metadata after an error (retry.backoff.ms with its jitter).
   */
  private static final Duration HOLDS = Duration.ofMillis(50);

  /** At this age the id is asked for again, while nothing waits for the answer. */
  private static final Duration AGES = Duration.ofMillis(15);

  /** What Kafka answered to a question asked at this time. */
  private record Asked(String id, long at) {}

  private final Topic topic;
  private final LongSupplier nanoTime;
  private String id;
  private long asked;

  /** An answer that came while records were applied, or between them. */
  private volatile Asked ahead;

  /** When a question was asked last, whether it was waited for or not. */
  private long lastQuestion;

  /**
   * @param nanoTime {@link System#nanoTime}
   */
  public TopicIdentity(Topic topic, LongSupplier nanoTime) {
    this.topic = topic;
    this.nanoTime = nanoTime;
  }

  /** The id that was asked for last, or null. */
  public String known() {
    return id;
  }

  /**
   * Whether the known id is the topic's now.
   *
   * @throws ExecutionException when Kafka is away or the topic missing
   */
  public boolean isCurrent() throws ExecutionException, InterruptedException {
    return id(topic.describe()).equals(id);
  }

  /** Whether the known id was the topic's after the records at hand came. */
  public boolean isFresh() {
    var answer = ahead;
    if (answer != null && answer.id().equals(id) && answer.at() - asked > 0) {
      asked = answer.at();
    }
    return id != null && nanoTime.getAsLong() - asked <= HOLDS.toNanos();
  }

  /**
   * Asks for the id.
   *
   * @throws ExecutionException when Kafka is away or the topic missing
   */
  public String ask() throws ExecutionException, InterruptedException {
    long now = nanoTime.getAsLong();
    id = id(topic.describe());
    asked = now;
    lastQuestion = now;
    return id;
  }

  /** Has the next batch find a fresh id, as long as records keep coming. */
  public void askAhead() {
    long now = nanoTime.getAsLong();
    if (now - lastQuestion > AGES.toNanos()) {
      lastQuestion = now;
      topic.ask().thenAccept(current -> ahead = new Asked(id(current), now));
    }
  }

  private static String id(TopicDescription described) {
    return described.topicId().toString();
  }
}
