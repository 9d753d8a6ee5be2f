package org.messageboard.faults;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.messageboard.dev.Await;
import org.messageboard.faults.Finding.Kind;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;

/**
 * What web servers with an archive answer to readers: each channel's history back to its first
 * message, and searches. It is compared with Kafka's log, and with what a subscriber has that was
 * there from the beginning.
 *
 * @param servers the web servers
 */
record ReadingCheck(List<BoardServer> servers) {

  /** The archive follows within a second or two; a server that was started, a little later. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What is wrong and does not become right within the limit. */
  Set<Finding> check(Evidence evidence) {
    var findings = new AtomicReference<Set<Finding>>(Set.of());
    Await.until(
        () -> {
          findings.set(look(evidence));
          return findings.get().isEmpty();
        },
        LIMIT);
    return findings.get();
  }

  private Set<Finding> look(Evidence evidence) {
    var findings = new LinkedHashSet<Finding>();
    evidence.received().forEach(received -> streamed(received, evidence, findings));
    for (var server : servers) {
      evidence
          .topic()
          .keySet()
          .forEach(channel -> new OneChannel(server, channel, evidence, findings).check());
    }
    return findings;
  }

  /** Without a reset everything comes over the stream itself, but for what was deleted before. */
  private static void streamed(Received received, Evidence evidence, Set<Finding> findings) {
    var came = new HashSet<String>();
    received.streamed().forEach(delivery -> came.add(delivery.id()));
    for (var id : evidence.acknowledged()) {
      if (!came.contains(id) && !evidence.deleted().contains(id)) {
        findings.add(new Finding(Kind.LOST, received.subscriber(), id + ", from its stream"));
      }
    }
  }

  /** One channel at one server. */
  private record OneChannel(
      BoardServer server, String channel, Evidence evidence, Set<Finding> findings) {

    private void check() {
      var witness = evidence.received().get(0);
      var ids = evidence.topic().get(channel);
      history(witness, ids);
      search("", ids, witness, content -> true);
      search("&q=edited", ids, witness, content -> content.startsWith("edited "));
    }

    private void history(Received witness, List<String> ids) {
      var messages = pages("api/messages?limit=500", "messages");
      var found = new ArrayList<>(messages.stream().map(m -> m.getString("id")).toList());
      Collections.reverse(found);
      if (!found.equals(ids)) {
        wrong("history has %d messages, Kafka %d, or another order", found.size(), ids.size());
      }
      var positions = positions(witness);
      for (var message : messages) {
        var id = message.getString("id");
        var known = witness.versions().get(id);
        if (known != null && !known.equals(Version.of(message))) {
          wrong("history has %s as %s, streams as %s", id, Version.of(message), known);
        }
        var position = message.getString("position");
        var streamed = positions.get(id);
        // A stream that resumes leaves out what was deleted meanwhile
        boolean leftOut = streamed == null && message.getBoolean("deleted", false);
        if (!position.startsWith("archive:") && !leftOut && !position.equals(streamed)) {
          wrong("history has %s at %s, streams at %s", message, position, streamed);
        }
      }
    }

    private static Map<String, String> positions(Received witness) {
      var positions = new HashMap<String, String>();
      witness.streamed().forEach(delivery -> positions.put(delivery.id(), delivery.position()));
      return positions;
    }

    /** What was deleted is found by nothing. */
    private void search(
        String query, List<String> ids, Received witness, Predicate<String> matches) {
      var hits = pages("api/messages/search?limit=100" + query, "hits");
      var found = hits.stream().map(hit -> hit.getJsonObject("message").getString("id")).toList();
      var wanted =
          ids.stream().filter(id -> isThere(witness.versions().get(id), matches)).sorted().toList();
      if (!found.stream().sorted().toList().equals(wanted)) {
        wrong("search%s has %d hits, not these %d", query, found.size(), wanted.size());
      }
    }

    private static boolean isThere(Version version, Predicate<String> matches) {
      return version != null && version.content() != null && matches.test(version.content());
    }

    /** All pages; what is there until a page is refused. */
    private List<JsonObject> pages(String path, String member) {
      var all = new ArrayList<JsonObject>();
      for (var next = ""; next != null; ) {
        var answer = server.board().get(path + "&channel=" + channel + next);
        if (answer.statusCode() != 200) {
          wrong("%s answers %d: %s", path + next, answer.statusCode(), answer.body());
          return all;
        }
        var page = Board.json(answer);
        all.addAll(page.getJsonArray(member).getValuesAs(JsonObject.class));
        next = page.containsKey("next") ? "&before=" + page.getString("next") : null;
      }
      return all;
    }

    private void wrong(String detail, Object... arguments) {
      var text = channel + ": " + detail.formatted(arguments);
      findings.add(new Finding(Kind.WRONG, server.name(), text));
    }
  }
}
