package org.messageboard.it;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Somebody else who writes messages into the topic, each in a transaction. */
final class Transactions implements AutoCloseable {

  private final KafkaProducer<String, String> producer;
  private final String channel;

  Transactions(String bootstrapServers, String channel) {
    this.channel = channel;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "test"),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
  }

  void commit(String content) throws ExecutionException, InterruptedException {
    send(content);
    producer.commitTransaction();
  }

  /** The record is in the log, and nobody is to see it. */
  void abort(String content) throws ExecutionException, InterruptedException {
    send(content);
    producer.abortTransaction();
  }

  private void send(String content) throws ExecutionException, InterruptedException {
    var message =
        """
        {"type":"message","id":"%s","channel":"%s","author":"Ada","content":"%s",\
        "timestamp":"2026-01-01T00:00:00Z"}"""
            .formatted(UUID.randomUUID(), channel, content);
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("message-board", channel, message)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
