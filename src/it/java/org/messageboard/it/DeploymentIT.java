package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

/** The whole way of one message, through the WAR as it is shipped. */
class DeploymentIT extends DeployedBoard {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void readinessIsUp() {
    assertThat(Await.until(() -> board.get("health/ready").statusCode() == 200, LIMIT)).isTrue();
    assertThat(Board.json(board.get("health/ready")).getString("status")).isEqualTo("UP");
  }

  @Test
  void aPostArrivesOnceOnTheStreamAndStandsInTheHistory() {
    var content = "first light " + UUID.randomUUID();
    try (var stream = board.stream("")) {
      var answer = board.post("Ada", content);
      assertThat(answer.statusCode()).isEqualTo(202);
      var id = Board.json(answer).getString("id");
      assertThat(Board.location(answer)).isEqualTo(board.uri().resolve("api/messages/" + id));

      stream.await(events -> !withContent(messages(events), content).isEmpty(), LIMIT);
      board.post("Ada", "after " + content);
      var events =
          stream.await(all -> !withContent(messages(all), "after " + content).isEmpty(), LIMIT);

      var received = withContent(messages(events), content);
      assertThat(received).hasSize(1);
      assertThat(received.get(0).getString("id")).isEqualTo(id);
      assertThat(withContent(board.history(), content)).isEqualTo(received);
    }
  }

  private static List<JsonObject> messages(List<SseEvent> events) {
    return events.stream()
        .filter(event -> event.type().equals("message"))
        .map(event -> Board.json(event.data()))
        .toList();
  }

  private static List<JsonObject> withContent(List<JsonObject> messages, String content) {
    return messages.stream()
        .filter(message -> message.getString("content").equals(content))
        .toList();
  }
}
