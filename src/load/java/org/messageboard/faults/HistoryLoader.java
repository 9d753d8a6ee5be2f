package org.messageboard.faults;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.messageboard.it.Board;

/** Reads what a subscriber missed, from the newest message back. */
final class HistoryLoader {

  private static final int PAGE = 1_000;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 300;

  private final HttpClient http;
  private final Rotation servers;

  HistoryLoader(HttpClient http, Rotation servers) {
    this.http = http;
    this.servers = servers;
  }

  /**
   * What the board has and the subscriber had not at its reset. Only within a channel the order
   * outlives an epoch, so it reads back to something known of each channel, or to the end.
   */
  List<JsonObject> missing(Set<String> known) {
    List<JsonObject> found = null;
    while (found == null) {
      found = attempt(known);
    }
    return found;
  }

  /** Null when the board answered with an error, or began a new epoch between two pages. */
  private List<JsonObject> attempt(Set<String> known) {
    var found = new ArrayList<JsonObject>();
    var met = new HashSet<String>();
    String epoch = null;
    for (var before = ""; before != null; ) {
      var page = page(before);
      if (page == null || epoch != null && !epoch.equals(epoch(page.getString("position")))) {
        return null;
      }
      epoch = epoch(page.getString("position"));
      var messages = page.getJsonArray("messages").getValuesAs(JsonObject.class);
      found.addAll(messages);
      messages.stream()
          .filter(m -> known.contains(m.getString("id")))
          .forEach(m -> met.add(m.getString("channel")));
      boolean end = messages.size() < PAGE || met.containsAll(Publisher.CHANNELS);
      before = end ? null : messages.get(PAGE - 1).getString("position");
    }
    return found;
  }

  private JsonObject page(String before) {
    var path = "api/messages?limit=" + PAGE + (before.isEmpty() ? "" : "&before=" + before);
    try {
      var request = HttpRequest.newBuilder(servers.resolve(path)).timeout(ANSWER_LIMIT).build();
      var answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Board.json(answer) : failed();
    } catch (IOException e) {
      return failed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The workload ended.", e);
    }
  }

  private JsonObject failed() {
    servers.next();
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The workload ended.", e);
    }
  }

  private static String epoch(String position) {
    return position.substring(0, position.indexOf(':'));
  }
}
