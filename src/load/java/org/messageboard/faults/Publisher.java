package org.messageboard.faults;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.messageboard.it.Board;

/**
 * Posts one message after the other, each again under the same key at the next server until it has
 * a 202. Now and then it posts what must be refused.
 */
final class Publisher implements Runnable {

  /** Of Kafka's three partitions each has at least one of them; two share one. */
  static final List<String> CHANNELS = List.of("general", "books", "travel", "news");

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final long PACE_MILLIS = 100;
  private static final long RETRY_MILLIS = 250;
  private static final int REFUSED_EVERY = 50;

  private final HttpClient http;
  private final Rotation servers;
  private final Ledger ledger;
  private final Lock permission;
  private final String name;
  private long posts;

  /**
   * @param permission held while a message is posted, so that who takes it away pauses the posting
   */
  Publisher(String name, HttpClient http, Rotation servers, Ledger ledger, Lock permission) {
    this.name = name;
    this.http = http;
    this.servers = servers;
    this.ledger = ledger;
    this.permission = permission;
  }

  @Override
  public void run() {
    try {
      while (true) {
        permission.lockInterruptibly();
        try {
          postNext();
        } finally {
          permission.unlock();
        }
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the workload ends
    }
  }

  private void postNext() throws InterruptedException {
    var channel = CHANNELS.get((int) (posts % CHANNELS.size()));
    long sequence = posts++ / CHANNELS.size();
    var content = posts % REFUSED_EVERY == 0 ? " " : name + " " + channel + " " + sequence;
    var id = UUID.randomUUID().toString();
    var request = Board.message(name, content, channel).toString();
    long begun = System.nanoTime();
    int status = post(id, request);
    while (status != 202 && (status < 400 || status >= 500)) {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      servers.next();
      status = post(id, request);
    }
    if (status == 202) {
      ledger.acknowledge(id, channel, begun);
    } else {
      ledger.refuse(id);
    }
  }

  /** The answer's status, or 0 when there was none: the message may be stored or not. */
  private int post(String id, String body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(servers.resolve("api/messages"))
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", id)
            .POST(BodyPublishers.ofString(body))
            .build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      // a server whose application has not started, or has stopped, knows no such path
      return status == 404 || status == 429 ? 0 : status;
    } catch (IOException e) {
      return 0;
    }
  }
}
