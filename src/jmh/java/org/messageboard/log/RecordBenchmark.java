package org.messageboard.log;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Message;
import org.messageboard.board.UnreadableRecordException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a post of 60 characters costs in each form of a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecordBenchmark {

  private static final int MAX_BYTES = 65_536;

  @Param({"json", "avro"})
  public String form;

  private final Message message =
      new Message(
          null,
          "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10",
          "general",
          "bench",
          "lorem ipsum ".repeat(5),
          "2026-01-01T00:00:00.000Z",
          "0123456789abcdef");

  private final RecordFormat format = new RecordFormat();
  private KafkaRecord record;

  @Setup
  public void prepare() {
    format.settings = new RecordSettings(form.equals("avro"), null);
    format.limits = new MessageLimits(50, 2_000, MAX_BYTES);
    format.prepare();
    record = new KafkaRecord(0, -1, 0, 0, null, write().value(), null, false);
  }

  @Benchmark
  public ProducerRecord<String, byte[]> write() {
    return format.record(message);
  }

  @Benchmark
  public BoardEvent read() throws UnreadableRecordException {
    return format.reader().event(record);
  }

  /** The size of a record, in bytes. */
  int bytes() {
    return record.value().length;
  }
}
