package org.messageboard.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Takes what the connector delivers, one message at a time, and gives it to one worker in batches.
 * No more are asked for than the worker has taken, so a slow Redis holds Kafka back.
 */
final class RecordBatches implements Subscriber<Message<byte[]>> {

  /** How the delivery stands. */
  enum State {
    NOT_STARTED,
    DELIVERING,
    ENDED
  }

  /** Messages of one batch at most, and so arguments of one script call: seven times as many. */
  static final int SIZE = 500;

  private static final int AHEAD = 2 * SIZE;

  private final BlockingQueue<Message<byte[]>> queue = new LinkedBlockingQueue<>();
  private final Runnable onStart;
  private volatile Subscription subscription;
  private volatile State state = State.NOT_STARTED;
  private volatile Throwable failure;

  /**
   * @param onStart called once when the delivery begins
   */
  RecordBatches(Runnable onStart) {
    this.onStart = onStart;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    this.subscription = subscription;
    state = State.DELIVERING;
    onStart.run();
    subscription.request(AHEAD);
  }

  @Override
  public void onNext(Message<byte[]> message) {
    queue.add(message);
  }

  @Override
  public void onError(Throwable error) {
    failure = error;
    state = State.ENDED;
  }

  @Override
  public void onComplete() {
    state = State.ENDED;
  }

  State state() {
    return state;
  }

  /** Why the delivery ended, or null. */
  Throwable failure() {
    return failure;
  }

  /**
   * Waits for messages and takes all that are there, at most {@value #SIZE}.
   *
   * @return none when a second passed without any
   */
  List<Message<byte[]>> take() throws InterruptedException {
    var first = queue.poll(1, TimeUnit.SECONDS);
    if (first == null) {
      return List.of();
    }
    var batch = new ArrayList<Message<byte[]>>();
    batch.add(first);
    queue.drainTo(batch, SIZE - 1);
    return batch;
  }

  /** Acknowledges the batch and asks for as many more. */
  void done(List<Message<byte[]>> batch) {
    batch.forEach(Message::ack);
    subscription.request(batch.size());
  }
}
