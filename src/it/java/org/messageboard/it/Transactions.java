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

  Transactions(String bootstrapServers) {
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
        {"type":"message","id":"%s","channel":"general","author":"Ada","content":"%s",\
        "timestamp":"2026-01-01T00:00:00Z"}"""
            .formatted(UUID.randomUUID(), content);
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("message-board", "general", message)).get();
  }

  @Override
  public void close() {
    producer.close();
  }
}
