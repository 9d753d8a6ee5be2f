package org.messageboard.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.UnreadableRecordException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a message costs on its way into the topic and out of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EncodingBenchmark {

  private static final int MOST_BYTES = 65_536;

  private final Message message =
      new Message(
          null,
          "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10",
          "general",
          "bench",
          "lorem ipsum ".repeat(5),
          "2026-01-01T00:00:00.000Z");

  private final byte[] record = MessageJson.writeRecord(message).getBytes(UTF_8);

  /** As a record of the topic. */
  @Benchmark
  public String writeRecord() {
    return MessageJson.writeRecord(message);
  }

  /** As the script takes it. */
  @Benchmark
  public String tail() {
    return MessageJson.tail(message);
  }

  /** From a record of the topic. */
  @Benchmark
  public BoardEvent readRecord() throws UnreadableRecordException {
    return MessageJson.readRecord(record, MOST_BYTES);
  }
}
