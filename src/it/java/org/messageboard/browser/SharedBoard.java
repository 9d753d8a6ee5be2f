package org.messageboard.browser;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.messageboard.dev.Await;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;
import org.messageboard.it.BoardTopic;
import org.messageboard.it.EmbeddedServices;

/** One server with the unchanged WAR for all tests of this package, and what they do over HTTP. */
final class SharedBoard implements BeforeAllCallback {

  private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(30);

  private record Running(BoardServer server, OtherOrigin origin) implements AutoCloseable {

    static Running started() {
      var origin = OtherOrigin.start();
      var server = new BoardServer("browser", Map.of("CORS_ORIGINS", origin.toString()));
      server.start();
      return new Running(server, origin);
    }

    @Override
    public void close() {
      server.close();
      origin.close();
    }
  }

  private Running running;

  /** Started for the first class that asks, stopped before the Kafka and Redis of the run. */
  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(SharedBoard.class))
            .computeIfAbsent(Running.class, key -> Running.started(), Running.class);
  }

  Board board() {
    return running.server().board();
  }

  /** The one that may use the API. */
  OtherOrigin otherOrigin() {
    return running.origin();
  }

  /** Posts and returns when the board shows it. */
  void post(String channel, String author, String... contents) {
    post(board(), channel, author, contents);
  }

  static void post(Board board, String channel, String author, String... contents) {
    for (var content : contents) {
      var answer = board.post(Board.message(author, content, channel));
      if (answer.statusCode() != 202) {
        throw new AssertionError("Posting was answered with " + answer.body());
      }
      awaitMessage(board, Board.json(answer).getString("id"));
    }
  }

  /**
   * Writes many messages at once, past the board's own posts, and returns when the board has them.
   *
   * @return their ids
   */
  List<String> fill(String channel, String author, String... contents) {
    var ids = Stream.generate(() -> UUID.randomUUID().toString()).limit(contents.length).toList();
    var records =
        IntStream.range(0, contents.length)
            .mapToObj(i -> record(ids.get(i), Board.message(author, contents[i], channel)))
            .toList();
    try {
      new BoardTopic(EmbeddedServices.kafka().bootstrapServers()).append(records);
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    awaitMessage(board(), ids.get(contents.length - 1));
    return ids;
  }

  private static ProducerRecord<byte[], byte[]> record(String id, JsonObject message) {
    var stamped =
        Json.createObjectBuilder(message).add("id", id).add("timestamp", Instant.now().toString());
    return BoardTopic.record(message.getString("channel"), stamped.build().toString());
  }

  /** The contents of a channel in the order of reading, at most its last hundred. */
  List<String> contents(String channel) {
    return contents(board(), channel);
  }

  static List<String> contents(Board board, String channel) {
    var newestFirst =
        board.history("?channel=" + channel).stream()
            .map(message -> message.getString("content"))
            .toList();
    var contents = new ArrayList<>(newestFirst);
    Collections.reverse(contents);
    return contents;
  }

  /** Such as "entry 1", "entry 2". */
  static String[] numbered(String word, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> word + " " + n).toArray(String[]::new);
  }

  private static void awaitMessage(Board board, String id) {
    if (!Await.until(() -> board.get("api/messages/" + id).statusCode() == 200, ARRIVAL_LIMIT)) {
      throw new AssertionError("The message " + id + " did not arrive on the board.");
    }
  }
}
