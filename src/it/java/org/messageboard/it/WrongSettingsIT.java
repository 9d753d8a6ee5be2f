package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messageboard.dev.Await;

/** A server whose settings are wrong. */
class WrongSettingsIT {

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Liberty's message of an application that it could not start. */
  private static final String NOT_STARTED = "CWWKZ0002E";

  private static final BoardServer SERVER =
      new BoardServer(
          "wrong-settings",
          Map.of(
              "REDIS_URL", "http://board:s3cret@127.0.0.1:6379",
              "KAFKA_BOOTSTRAP_SERVERS", "kafka.example",
              "KAFKA_USERNAME", "board",
              "KAFKA_PASSWORD", "s3cret",
              "CONSUMER_ENABLED", "perhaps",
              "STREAM_MAX_LAG_BYTES", "-1",
              "STREAM_RETRY_MIN_MS", "9000",
              "BOARD_LOG_LENGTH", "many"));

  /** Where the server is there for the board alone, as in the image. */
  private static final BoardServer ENDING =
      new BoardServer(
          "wrong-settings-exit",
          Map.of("BOARD_EXIT_ON_WRONG_SETTING", "true", "BOARD_LOG_LENGTH", "many"));

  @BeforeAll
  static void launch() {
    SERVER.launch();
    ENDING.launch();
  }

  @AfterAll
  static void stop() {
    SERVER.close();
    ENDING.close();
  }

  @Test
  void eachWrongSettingIsNamedInOneSentenceAndTheBoardDoesNotServe() {
    assertThat(Await.until(() -> log().contains(NOT_STARTED), LIMIT)).isTrue();
    assertThat(Await.until(() -> status("health/ready") == 503, LIMIT)).isTrue();
    assertThat(status("health/started")).isEqualTo(503);
    assertThat(status("api/messages")).isEqualTo(404);
    assertThat(log().lines().filter(line -> line.contains("SettingsCheck")))
        .hasSize(7)
        .anyMatch(line -> line.contains("E redis.url (REDIS_URL) must be redis://"))
        .anyMatch(line -> line.contains("E kafka.bootstrap.servers (KAFKA_BOOTSTRAP_SERVERS) "))
        .anyMatch(line -> line.contains("E kafka.security.protocol (KAFKA_SECURITY_PROTOCOL) "))
        .anyMatch(
            line -> line.endsWith("(CONSUMER_ENABLED) must be true or false, but is \"perhaps\"."))
        .anyMatch(line -> line.contains("E stream.max-lag-bytes (STREAM_MAX_LAG_BYTES) "))
        .anyMatch(line -> line.contains("E stream.retry.min-ms (STREAM_RETRY_MIN_MS) is 9000"))
        .anyMatch(line -> line.contains("E board.log.length (BOARD_LOG_LENGTH) "));
    assertThat(log()).doesNotContain("\tat ");
    assertThat(SERVER.everyLog()).doesNotContain("s3cret");
  }

  @Test
  void theProcessEndsWithExitCode78WhereItIsToldTo() throws IOException {
    assertThat(Await.until(() -> !ENDING.isAlive(), LIMIT.multipliedBy(2))).isTrue();
    assertThat(ENDING.exitCode()).isEqualTo(78);
    assertThat(Files.readString(ENDING.logFile()))
        .contains("board.log.length (BOARD_LOG_LENGTH) must be a whole number from 1 to")
        .doesNotContain("\tat ");
  }

  private static int status(String path) {
    try {
      return SERVER.board().get(path).statusCode();
    } catch (UncheckedIOException e) {
      return 0; // it does not listen yet
    }
  }

  private static String log() {
    try {
      return Files.exists(SERVER.messagesLog()) ? Files.readString(SERVER.messagesLog()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
