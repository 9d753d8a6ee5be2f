package org.messageboard.it;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import redis.clients.jedis.RedisClient;

/** A Kafka and a Redis of one test's own, so that what it does to them disturbs no other. */
public final class Services implements AutoCloseable {

  /** For longer no server answers what it knows from before. */
  private static final Duration REMEMBERED = Duration.ofMillis(1_100);

  final KafkaProcess kafka;
  final RedisProcess redis;
  private final String name;

  public Services(String name) {
    this.name = name;
    var directory = EmbeddedServices.directory().resolve("services-" + name);
    kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free());
    redis = new RedisProcess(directory.resolve("redis"), Ports.free());
    ChildProcess.startAll(List.of(kafka, redis));
  }

  public KafkaProcess kafka() {
    return kafka;
  }

  public BoardServer server(String role, Map<String, String> environment) {
    var all = new HashMap<>(environment);
    all.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
    all.put("REDIS_URL", redis.url());
    return new BoardServer(name + "-" + role, all);
  }

  /** Empties Redis, and waits until no server answers from its memory what was there before. */
  public void flushAll() {
    try (var client = RedisClient.create(redis.url())) {
      client.flushAll();
    }
    long wiped = System.nanoTime();
    Await.until(() -> System.nanoTime() - wiped > REMEMBERED.toNanos(), REMEMBERED.multipliedBy(2));
  }

  /** Nobody needs their data any more. */
  @Override
  public void close() {
    kafka.kill();
    redis.kill();
  }
}
