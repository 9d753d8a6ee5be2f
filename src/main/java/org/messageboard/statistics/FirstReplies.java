package org.messageboard.statistics;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Remembers the newest messages of its channels. So a message that was sent twice counts once, and
 * the first reply by somebody else than its author tells how long a message waited for an answer.
 */
final class FirstReplies extends ContextualFixedKeyProcessor<String, Activity, Tally> {

  /** The store: a message's hash to its time, its author and whether it has been answered. */
  static final String STORE = "messages";

  /** How many messages a partition remembers, about 150 bytes each. */
  static final int REMEMBERED = 50_000;

  private static final long NONE = -1;

  private KeyValueStore<Long, byte[]> messages;

  @Override
  public void init(FixedKeyProcessorContext<String, Tally> context) {
    super.init(context);
    messages = context.getStateStore(STORE);
  }

  @Override
  public void process(FixedKeyRecord<String, Activity> record) {
    var activity = record.value();
    if (activity == null || activity.kind() == Activity.Kind.POST && !isNew(record)) {
      return;
    }
    context().forward(record.withValue(Tally.of(activity, response(activity, record.timestamp()))));
  }

  private boolean isNew(FixedKeyRecord<String, Activity> record) {
    var activity = record.value();
    if (messages.get(activity.message()) != null) {
      return false;
    }
    messages.put(activity.message(), entry(record.timestamp(), activity.person(), false));
    return true;
  }

  /** After how many seconds it is the first reply to a message; -1 if it is none. */
  private long response(Activity activity, long time) {
    var root = activity.replyTo() == 0 ? null : messages.get(activity.replyTo());
    if (root == null) {
      return NONE;
    }
    var entry = ByteBuffer.wrap(root);
    long asked = entry.getLong();
    long author = entry.getLong();
    if (entry.get() != 0 || author == activity.person()) {
      return NONE;
    }
    messages.put(activity.replyTo(), entry(asked, author, true));
    return Math.max(0, Duration.ofMillis(time - asked).toSeconds());
  }

  private static byte[] entry(long time, long author, boolean answered) {
    return ByteBuffer.allocate(2 * Long.BYTES + 1)
        .putLong(time)
        .putLong(author)
        .put((byte) (answered ? 1 : 0))
        .array();
  }
}
