package org.messageboard.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.messageboard.it.Board;

/**
 * Behaves as a browser's {@code EventSource}: comes back with its last id after the time that the
 * stream named, here to the next server, and loads history after a {@code reset}.
 */
final class Subscriber implements Runnable, EventStream.Listener {

  private final HttpClient http;
  private final Rotation servers;
  private final Inbox inbox;
  private final AtomicInteger refusals;
  private volatile String lastEventId = "";
  private volatile long retryMillis = 1_000;
  private volatile InputStream connection;

  /**
   * @param refusals counts answers after which a real EventSource would never come back
   */
  Subscriber(HttpClient http, Rotation servers, Inbox inbox, AtomicInteger refusals) {
    this.http = http;
    this.servers = servers;
    this.inbox = inbox;
    this.refusals = refusals;
  }

  Inbox inbox() {
    return inbox;
  }

  /** Whether the board has told it a position, so that nothing can be missed from now on. */
  boolean hasJoined() {
    return !lastEventId.isEmpty();
  }

  /** Cuts the connection, as a network does. */
  void cut() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      throw new AssertionError("A socket could not be closed.", e);
    }
  }

  @Override
  public void run() {
    try {
      while (true) {
        follow();
        servers.next();
        TimeUnit.MILLISECONDS.sleep(retryMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the workload ends
    }
  }

  @Override
  public void position(String id) {
    lastEventId = id;
  }

  @Override
  public void retry(long millis) {
    retryMillis = millis;
  }

  @Override
  public void event(String type, String data) {
    if (type.equals("reset")) {
      inbox.reset();
      inbox.load(new HistoryLoader(http, servers).missing(inbox.known()));
    } else {
      inbox.stream(Board.json(data));
    }
  }

  private void follow() throws InterruptedException {
    try {
      var response = http.send(request(), BodyHandlers.ofInputStream());
      try (var body = response.body();
          var lines = new BufferedReader(new InputStreamReader(body, UTF_8))) {
        connection = body;
        if (response.statusCode() == 200) {
          new EventStream(this).read(lines);
        } else {
          refusals.incrementAndGet();
        }
      }
    } catch (IOException e) {
      connection = null; // it comes back, as the standard demands
    }
  }

  private HttpRequest request() {
    var request =
        HttpRequest.newBuilder(servers.resolve("api/messages/stream"))
            .header("Accept", "text/event-stream");
    return lastEventId.isEmpty()
        ? request.build()
        : request.header("Last-Event-ID", lastEventId).build();
  }
}
