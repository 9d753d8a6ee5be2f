package org.messageboard.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

/** What becomes of messages after they were posted, over HTTP and on the stream. */
class ChangesIT extends DeployedBoard {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String channel = "changes-" + UUID.randomUUID().toString().substring(0, 8);
  private final Guest ada = Guest.of(board);
  private final Guest bob = Guest.of(board);

  @Test
  void anEditReachesStreamsHistoryAndTheMessageItself() {
    try (var stream = board.stream("?channel=" + channel, "")) {
      var id = post("first @Bob");
      var key = UUID.randomUUID().toString();
      var answer = edit(ada, id, "second @Eve", "If-Match", "\"1\"", "Idempotency-Key", key);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(Board.json(answer).getString("content")).isEqualTo("second @Eve");
      assertThat(Board.json(answer).getInt("revision")).isEqualTo(2);
      var events = stream.await(e -> types(e).contains("edited"), LIMIT);
      assertThat(types(events)).endsWith("message", "edited");
      var event = Board.json(events.get(events.size() - 1).data());
      assertThat(event.getString("event")).isEqualTo(key);
      assertThat(event.getString("channel")).isEqualTo(channel);
      var message = read(ada, id);
      assertThat(without(message, "mine")).isEqualTo(event.getJsonObject("message"));
      assertThat(message.keySet())
          .containsExactly(
              "position",
              "id",
              "channel",
              "author",
              "content",
              "mentions",
              "timestamp",
              "revision",
              "editedAt",
              "mine");
      assertThat(history()).containsExactly(event.getJsonObject("message"));
      assertThat(edit(ada, id, "second @Eve", "If-Match", "\"1\"").statusCode())
          .as("the same again")
          .isEqualTo(202);
      assertProblem(edit(ada, id, "third", "If-Match", "\"1\""), 412);
      assertProblem(edit(bob, id, "third"), 403);
      assertProblem(edit(ada, id, " "), 400);
      assertProblem(edit(ada, UUID.randomUUID().toString(), "x"), 404);
      assertProblem(board.change("PUT", path(id), content("x")), 403);
    }
  }

  @Test
  void aDeletedMessageIsGoneFromEverythingThatCanBeAsked() {
    var before = Board.json(board.get("api/messages?limit=1")).getString("position");
    var id = post("planted one");
    edit(ada, id, "planted two");
    try (var stream = board.stream("?channel=" + channel, "")) {
      edit(ada, id, "planted three");
      stream.await(e -> types(e).contains("edited"), LIMIT);
      assertProblem(bob.change(board, "DELETE", path(id), null), 403);
      var answer = ada.change(board, "DELETE", path(id), null);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(Board.json(answer).getBoolean("deleted")).isTrue();
      assertThat(answer.body()).doesNotContain("planted");
      var events = stream.await(e -> types(e).contains("deleted"), LIMIT);
      var shell = Board.json(events.get(events.size() - 1).data()).getJsonObject("message");
      assertThat(shell.keySet())
          .containsExactly(
              "position", "id", "channel", "author", "timestamp", "deleted", "deletedBy");
      assertThat(history()).containsExactly(shell);
      assertThat(read(ada, id)).isEqualTo(shell);
    }
    try (var again = board.stream("?channel=" + channel, before)) {
      post("after");
      var events = again.await(e -> types(e).contains("message"), LIMIT);
      assertThat(types(events)).containsExactly("deleted", "message");
      assertThat(events).noneMatch(e -> e.data().contains("planted"));
    }
    assertThat(ada.change(board, "DELETE", path(id), null).statusCode()).isEqualTo(202);
    assertProblem(edit(ada, id, "x"), 410);
    assertProblem(react(bob, id, "👍"), 410);
  }

  @Test
  void reactionsAreCountedByPersonAndEmoji() {
    try (var stream = board.stream("?channel=" + channel, "")) {
      var id = post("x");
      assertThat(Board.json(react(ada, id, "❤")).getJsonArray("reactions")).hasSize(1);
      react(bob, id, "❤️");
      react(bob, id, "❤️");
      react(bob, id, "👩🏽‍🚀");
      bob.change(board, "DELETE", reaction(id, "👩🏽‍🚀"), null);
      var events = stream.await(e -> types(e).contains("unreacted"), LIMIT);
      assertThat(types(events)).endsWith("message", "reacted", "reacted", "reacted", "unreacted");
      var second = Board.json(events.get(events.size() - 3).data());
      assertThat(second.getString("id")).isEqualTo(id);
      assertThat(second.getString("emoji")).isEqualTo("❤️");
      assertThat(second.getInt("count")).isEqualTo(2);
      assertThat(second.getString("by")).isEqualTo("Reader");
      assertThat(read(bob, id).getJsonArray("reactions").toString())
          .isEqualTo("[{\"emoji\":\"❤️\",\"count\":2,\"mine\":true}]");
      assertThat(history().get(0).getJsonArray("reactions").toString())
          .isEqualTo("[{\"emoji\":\"❤️\",\"count\":2}]");
      assertProblem(react(bob, id, "x"), 400);
      assertProblem(react(bob, id, "👍👍"), 400);
      assertProblem(board.change("PUT", reaction(id, "👍"), author()), 403);
      assertProblem(bob.change(board, "PUT", reaction(id, "👍"), content("no name")), 400);
    }
  }

  @Test
  void aReplyToAReplyBelongsToTheSameThread() {
    var root = post("root");
    var first = reply(root, "first", null);
    assertThat(Board.json(first).getString("channel")).isEqualTo(channel);
    var id = Board.json(first).getString("id");
    await(id);
    var second = Board.json(reply(id, "second", channel));
    assertThat(second.getString("replyTo")).isEqualTo(root);
    await(second.getString("id"));
    var thread = Board.json(board.get(path(root) + "/replies?limit=1"));
    assertThat(thread.getJsonArray("messages").getValuesAs(JsonObject.class))
        .extracting(m -> m.getString("content"))
        .containsExactly("second");
    var next = "&before=" + thread.getString("next");
    assertThat(board.get(path(root) + "/replies?limit=1" + next).body())
        .contains("first")
        .doesNotContain("next");
    assertThat(read(ada, root).getInt("replies")).isEqualTo(2);
    assertThat(read(ada, root).getString("lastReplyAt"))
        .isEqualTo(read(ada, second.getString("id")).getString("timestamp"));
    assertProblem(reply(root, "elsewhere", "other"), 422);
    assertProblem(reply(UUID.randomUUID().toString(), "to nothing", null), 404);
  }

  @Test
  void anArchivedChannelTakesNothingUntilItIsOpenedAgain() {
    var id = post("x");
    assertProblem(setChannel(channel + "x", "t", true), 404);
    try (var stream = board.stream("?channel=" + channel, "")) {
      assertThat(setChannel(channel, "a topic", true).statusCode()).isEqualTo(202);
      var events = stream.await(e -> types(e).contains("channel"), LIMIT);
      var event = Board.json(events.get(events.size() - 1).data());
      assertThat(event.getString("topic")).isEqualTo("a topic");
      assertThat(event.getString("kind")).isEqualTo("open");
      assertThat(event.getBoolean("archived")).isTrue();
      assertThat(event.getString("by")).isEqualTo("Reader");
    }
    assertThat(listed().getString("topic")).isEqualTo("a topic");
    assertThat(listed().getBoolean("archived")).isTrue();
    assertProblem(board.postOnce(Board.message("Ada", "late", channel)), 409);
    assertProblem(edit(ada, id, "y"), 409);
    assertProblem(react(ada, id, "👍"), 409);
    setChannel(channel, "", false);
    assertThat(
            Await.until(
                () -> board.postOnce(Board.message("Ada", "y", channel)).statusCode() == 202,
                LIMIT))
        .isTrue();
    assertThat(listed().keySet()).containsExactly("name", "messages", "position");
  }

  private JsonObject listed() {
    return Board.json(board.get("api/channels")).getJsonArray("channels").stream()
        .map(c -> (JsonObject) c)
        .filter(c -> c.getString("name").equals(channel))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> setChannel(String name, String topic, boolean archived) {
    var body =
        Json.createObjectBuilder(author()).add("topic", topic).add("archived", archived).build();
    return ada.change(board, "PUT", "api/channels/" + name, body);
  }

  private String post(String content) {
    var id = UUID.randomUUID().toString();
    var answer = ada.post(board, Board.message("Ada", content, channel), id);
    assertThat(answer.statusCode()).isEqualTo(202);
    await(id);
    return id;
  }

  private void await(String id) {
    assertThat(Await.until(() -> board.get(path(id)).statusCode() == 200, LIMIT)).isTrue();
  }

  private HttpResponse<String> reply(String id, String content, String to) {
    var body = Json.createObjectBuilder().add("author", "Ada").add("content", content);
    body.add("replyTo", id);
    return board.postOnce((to == null ? body : body.add("channel", to)).build());
  }

  private HttpResponse<String> edit(Guest who, String id, String content, String... headers) {
    return who.change(board, "PUT", path(id), content(content), headers);
  }

  private HttpResponse<String> react(Guest who, String id, String emoji) {
    return who.change(board, "PUT", reaction(id, emoji), author());
  }

  private JsonObject read(Guest who, String id) {
    return Board.json(who.get(board, path(id)));
  }

  private List<JsonObject> history() {
    return board.history("?channel=" + channel);
  }

  private static List<String> types(List<SseEvent> events) {
    return events.stream().map(SseEvent::type).toList();
  }

  private static JsonObject content(String content) {
    return Json.createObjectBuilder().add("content", content).build();
  }

  private static JsonObject author() {
    return Json.createObjectBuilder().add("author", "Reader").build();
  }

  private static JsonObject without(JsonObject json, String member) {
    JsonObjectBuilder copy = Json.createObjectBuilder(json);
    return copy.remove(member).build();
  }

  private static String path(String id) {
    return "api/messages/" + id;
  }

  private static String reaction(String id, String emoji) {
    return path(id) + "/reactions/" + URLEncoder.encode(emoji, UTF_8);
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(Board.json(answer).getString("detail")).endsWith(".");
  }
}
