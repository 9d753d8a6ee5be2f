package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.RedisClient;

/**
 * The floor's way from Kafka through Redis and back, with the settings of the board's own clients.
 *
 * @param kafka its servers
 * @param redis its URL
 */
record FloorPipe(String kafka, String redis) {

  static final String TOPIC = "message-board";

  private static final byte[] CHANNEL = "new-messages".getBytes(UTF_8);
  private static final int PARTITIONS = 3;

  /** Keeps the newest 100, numbers and publishes. */
  private static final String SCRIPT =
      """
      for _, message in ipairs(ARGV) do
        redis.call('LPUSH', 'messages', message)
        redis.call('PUBLISH', 'new-messages', redis.call('INCR', 'position') .. ' ' .. message)
      end
      redis.call('LTRIM', 'messages', 0, 99)
      """;

  Producer<String, byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", kafka,
            "acks", "all",
            "enable.idempotence", true,
            "linger.ms", 0,
            "max.block.ms", 500,
            "request.timeout.ms", 1200,
            "delivery.timeout.ms", 1300),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  /** Creates the topic, and returns when all that is posted from now on will be published. */
  void start(Consumer<String> published) {
    try (var admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
      var subscribed = new CountDownLatch(1);
      start("subscriber", () -> subscribe(published, subscribed));
      subscribed.await();
      start("consumer", this::consume);
    } catch (Exception e) {
      throw new IllegalStateException("Kafka or Redis is not there.", e);
    }
  }

  /** Its end is the end of the process: nothing is left out in silence. */
  private static void start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setUncaughtExceptionHandler(
        (ended, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(1);
        });
    thread.start();
  }

  private void subscribe(Consumer<String> published, CountDownLatch subscribed) {
    var listener =
        new BinaryJedisPubSub() {
          @Override
          public void onSubscribe(byte[] channel, int channels) {
            subscribed.countDown();
          }

          @Override
          public void onMessage(byte[] channel, byte[] message) {
            published.accept(new String(message, ISO_8859_1));
          }
        };
    try (var client = RedisClient.create(redis)) {
      client.subscribe(listener, CHANNEL);
    }
  }

  private void consume() {
    try (var consumer = consumer();
        var client = RedisClient.create(redis)) {
      var partitions = IntStream.range(0, PARTITIONS).mapToObj(i -> new TopicPartition(TOPIC, i));
      consumer.assign(partitions.toList());
      consumer.seekToBeginning(consumer.assignment());
      var script = client.scriptLoad(SCRIPT).getBytes(UTF_8);
      while (true) {
        var records = consumer.poll(Duration.ofSeconds(1));
        if (!records.isEmpty()) {
          var messages =
              StreamSupport.stream(records.spliterator(), false).map(ConsumerRecord::value);
          client.evalsha(script, List.of(), messages.toList());
        }
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            kafka,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "max.poll.records",
            500,
            "fetch.max.bytes",
            4 * 1024 * 1024,
            "max.partition.fetch.bytes",
            1024 * 1024),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
