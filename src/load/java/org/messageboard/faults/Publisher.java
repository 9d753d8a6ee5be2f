package org.messageboard.faults;

import jakarta.json.Json;
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
 * a 202. Now and then it posts what must be refused, and it replies to what it has posted, edits
 * it, deletes it, reacts to it, and gives its channel a topic: once each, since whether that counts
 * is for the log to say.
 */
final class Publisher implements Runnable {

  /** Of Kafka's three partitions each has at least one of them; two share one. */
  static final List<String> CHANNELS = List.of("general", "books", "travel", "news");

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final long PACE_MILLIS = 100;
  private static final long RETRY_MILLIS = 250;
  private static final int REFUSED_EVERY = 50;
  private static final int REPLIED_EVERY = 9;
  private static final int REPLY_TRIES = 60;
  private static final int EDITED_EVERY = 3;
  private static final int REACTED_EVERY = 5;
  private static final int REACTION_ENDED_EVERY = 11;
  private static final int DELETED_EVERY = 14;
  private static final int TOPIC_EVERY = 20;

  private final HttpClient http;
  private final Rotation servers;
  private final Ledger ledger;
  private final Lock permission;
  private final String name;
  private long posts;
  private String earlier;
  private String earlierChannel;
  private String cookie;

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
    boolean replies = (posts + 1) % REPLIED_EVERY == 0 && isOnBoard(earlier);
    var channel = replies ? earlierChannel : CHANNELS.get((int) (posts % CHANNELS.size()));
    long sequence = posts++ / CHANNELS.size();
    var content = posts % REFUSED_EVERY == 0 ? " " : name + " " + channel + " " + sequence;
    var id = UUID.randomUUID().toString();
    var request = request(content, channel, replies);
    long begun = System.nanoTime();
    int status = post(id, request);
    for (int tries = 1; status != 202 && (status < 400 || status >= 500); tries++) {
      if (replies && tries == REPLY_TRIES) {
        return; // nobody knows whether it is stored: what it replies to may be gone for good
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      servers.next();
      status = post(id, request);
    }
    if (status == 202) {
      ledger.acknowledge(id, channel, begun);
      changeSomething(id, channel);
    } else {
      ledger.refuse(id);
    }
  }

  private String request(String content, String channel, boolean replies) {
    var message = Json.createObjectBuilder(Board.message(name, content, channel));
    if (replies) {
      message.add("replyTo", earlier);
    }
    return message.build().toString();
  }

  private boolean isOnBoard(String id) throws InterruptedException {
    try {
      var get = request("api/messages/" + id).build();
      return id != null && http.send(get, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Takes a message from before, which the board has by now, if nothing is away. */
  private void changeSomething(String id, String channel) throws InterruptedException {
    var path = "api/messages/" + earlier;
    var thumb = path + "/reactions/%F0%9F%91%8D";
    var by = "\"author\":\"" + name + "\"";
    if (earlier != null) {
      changeEvery(EDITED_EVERY, "PUT", path, "{\"content\":\"edited " + posts + "\"}");
      changeEvery(REACTED_EVERY, "PUT", thumb, "{" + by + "}");
      changeEvery(REACTION_ENDED_EVERY, "DELETE", thumb, "");
      changeEvery(DELETED_EVERY, "DELETE", path, "");
      var topic = "{" + by + ",\"topic\":\"topic " + posts + "\"}";
      changeEvery(TOPIC_EVERY, "PUT", "api/channels/" + channel, topic);
    }
    if (posts % 6 == 0) {
      earlier = id;
      earlierChannel = channel;
    }
  }

  private void changeEvery(int times, String method, String path, String body)
      throws InterruptedException {
    if (posts % times == 0) {
      change(method, path, body);
    }
  }

  private void change(String method, String path, String body) throws InterruptedException {
    try {
      http.send(
          request(path).method(method, BodyPublishers.ofString(body)).build(),
          BodyHandlers.discarding());
    } catch (IOException e) {
      servers.next();
    }
  }

  private HttpRequest.Builder request(String path) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(servers.resolve(path))
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json");
    var known = cookie();
    return known == null
        ? request
        : request.header("Cookie", known).header("Sec-Fetch-Site", "same-origin");
  }

  /** The cookie of a guest, as soon as a server gives one; null until then. */
  private String cookie() throws InterruptedException {
    if (cookie == null) {
      try {
        var page = HttpRequest.newBuilder(servers.resolve("")).timeout(ANSWER_LIMIT).build();
        var answer = http.send(page, BodyHandlers.discarding());
        cookie =
            answer
                .headers()
                .firstValue("Set-Cookie")
                .map(value -> value.split(";", 2)[0])
                .orElse(null);
      } catch (IOException e) {
        return null;
      }
    }
    return cookie;
  }

  /** The answer's status, or 0 when there was none: the message may be stored or not. */
  private int post(String id, String body) throws InterruptedException {
    var request =
        request("api/messages")
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
