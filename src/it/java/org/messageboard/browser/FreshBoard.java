package org.messageboard.browser;

import java.nio.file.Path;
import java.util.Map;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.it.Board;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;

/** A board of its own: a Kafka, a Redis and a server that no other test sees, empty at first. */
final class FreshBoard implements AutoCloseable {

  private final RedisProcess redis = new RedisProcess(directory("redis"), Ports.free());
  private final KafkaProcess kafka = new KafkaProcess(directory("kafka"), Ports.free());
  private final BoardServer server =
      new BoardServer(
          "fresh",
          Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(), "REDIS_URL", redis.url()));

  private FreshBoard() {}

  static FreshBoard start() {
    var fresh = new FreshBoard();
    fresh.redis.start();
    fresh.kafka.start();
    fresh.server.start();
    return fresh;
  }

  Board board() {
    return server.board();
  }

  RedisProcess redis() {
    return redis;
  }

  @Override
  public void close() {
    server.stop();
    kafka.stop();
    redis.stop();
  }

  private static Path directory(String service) {
    return EmbeddedServices.directory().resolve("fresh-services").resolve(service);
  }
}
