package org.messageboard.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.messageboard.kafka.KafkaClients;

/**
 * Opens all consumers of the board's topics: for delivery, repairs and looks into the log.
 *
 * <p>All of them read committed records only, so a record of an aborted transaction never appears
 * on the board. And all of them hold little: at most {@link #PARTITION_BYTES} of each partition, of
 * which {@link #FETCH_BYTES} may be in flight from each broker; one poll copies at most {@link
 * #RECORDS} records. With the default of three partitions that is 3 MiB twice, plus a single larger
 * record. It grows with the partitions, not with the backlog. Only compressed records take more
 * than they took on the network.
 */
public final class TopicConsumers {

  /** Maximum number of records of one poll, unless a consumer has its own. */
  static final int RECORDS = 500;

  private static final int FETCH_BYTES = 4 * 1024 * 1024;
  private static final int PARTITION_BYTES = 1024 * 1024;

  /** After this time a connection that has died silently is given up. */
  private static final int REQUEST_MILLIS = 6_000;

  private static final Map<String, Object> ALL =
      Map.of(
          ConsumerConfig.ISOLATION_LEVEL_CONFIG,
          "read_committed",
          ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
          false,
          ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
          "earliest",
          ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
          false,
          ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
          REQUEST_MILLIS,
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          RECORDS,
          ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
          FETCH_BYTES,
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          PARTITION_BYTES);

  private final KafkaClients clients;

  public TopicConsumers(KafkaClients clients) {
    this.clients = clients;
  }

  /**
   * Opens a consumer.
   *
   * @param own its further settings, such as its client id
   */
  public Consumer<byte[], byte[]> open(Map<String, ?> own) {
    var settings = new HashMap<String, Object>(ALL);
    settings.putAll(own);
    return new KafkaConsumer<>(
        clients.settings(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
