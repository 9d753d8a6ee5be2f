package org.messageboard.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.dev.Await;

/** Posts whose bodies do not come with their heads, more of them than threads may wait for. */
class LateBodiesIT extends DeployedBoard {

  /** More than Liberty has threads (coreThreads in board.xml). */
  private static final int CLIENTS = 120;

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final String channel = "t-" + UUID.randomUUID().toString().substring(0, 13);
  private final List<Socket> clients = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var client : clients) {
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/messages", "/api/messages;x=1"})
  void theyHoldNobodyUpAndAreAllTaken(String path) throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(begin(path, body(i).length()));
    }
    assertThat(board.post("Ada", "meanwhile").statusCode()).isEqualTo(202);
    for (int i = 0; i < CLIENTS; i++) {
      clients.get(i).getOutputStream().write(body(i).getBytes(US_ASCII));
    }
    for (int i = 0; i < CLIENTS; i++) {
      assertAccepted(clients.get(i), "late " + i);
    }
    var query = "?limit=1000&channel=" + channel;
    assertThat(Await.until(() -> board.history(query).size() == CLIENTS, LIMIT)).isTrue();
    assertThat(board.history(query))
        .extracting(message -> message.getString("content"))
        .doesNotHaveDuplicates();
  }

  private static void assertAccepted(Socket client, String content) throws IOException {
    var answer = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    assertThat(answer.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
    var head = answer.lines().takeWhile(line -> !line.isEmpty()).toList();
    var message = Json.createReader(answer).readObject();
    assertThat(head).contains("Location: messages/" + message.getString("id"));
    assertThat(message.getString("content")).isEqualTo(content);
  }

  private Socket begin(String path, int length) throws IOException {
    var client = new Socket(board.uri().getHost(), board.uri().getPort());
    client.setSoTimeout((int) LIMIT.toMillis());
    var head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %s\r\n\r\n"
            .formatted(path, length);
    client.getOutputStream().write(head.getBytes(US_ASCII));
    return client;
  }

  private String body(int number) {
    return Board.message("Ada", "late " + number, channel).toString();
  }
}
