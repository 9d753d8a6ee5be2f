package org.messageboard.log;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * How far a reader has come in each partition. A reader that goes through a log in order knows its
 * holes: offsets without a record, taken by transaction markers, aborted records, compaction or
 * retention. Used by one thread.
 */
final class ReadPositions {

  private final Map<Integer, Long> last = new HashMap<>();

  /** The reader has every record up to and including this offset. */
  void set(int partition, long offset) {
    last.put(partition, offset);
  }

  /** The reader lost the partition. */
  void forget(int partition) {
    last.remove(partition);
  }

  /** The offset after the last one, of each partition. */
  Map<Integer, Long> next() {
    return last.entrySet().stream().collect(toMap(Map.Entry::getKey, e -> e.getValue() + 1));
  }

  /**
   * The records of a poll, each with the offset before it, and a hole where one follows a
   * partition's last record.
   */
  List<KafkaRecord> read(ConsumerRecords<byte[], byte[]> polled) {
    var records = new ArrayList<KafkaRecord>(polled.count());
    polled
        .nextOffsets()
        .forEach(
            (partition, next) -> {
              polled.records(partition).forEach(record -> records.add(next(record)));
              endAt(partition.partition(), next.offset() - 1, records);
            });
    return records;
  }

  /** A reader that was set back reads offsets again. */
  private KafkaRecord next(ConsumerRecord<byte[], byte[]> record) {
    long before = record.offset() - 1;
    var read = last.put(record.partition(), record.offset());
    return KafkaRecord.of(record, read == null ? before : Math.min(read, before));
  }

  private void endAt(int partition, long end, List<KafkaRecord> records) {
    var read = last.put(partition, end);
    if (read != null && read < end) {
      records.add(KafkaRecord.hole(partition, read, end));
    }
  }
}
