package org.messageboard.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.messageboard.archive.SearchQuery.Parameters;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Viewer;
import org.messageboard.dev.Ports;
import org.messageboard.dev.PostgresProcess;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * What a search takes, and how fast messages are written, by how many messages the archive has. The
 * n-th of its words is in n times fewer messages than the first, as in texts that people write; the
 * word {@code needle} is in twenty messages. The data are kept for the next run.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 2, time = 10)
@Fork(1)
public class ArchiveBenchmark {

  private static final int WORDS = 50_000;
  private static final int LENGTH = 12;
  private static final int BATCH = 500;
  private static final int PARTITIONS = 3;
  private static final int PER_SECOND = 10;
  private static final int MAX_BYTES = 1_000_000;
  private static final long BEGAN = 1_700_000_000_000L;
  private static final String POSTED = "2026-01-01T00:00:00.000Z";

  @Param({"1000000"})
  int messages;

  @State(Scope.Benchmark)
  public static class Asked {

    @Param({"w1", "w100", "w300", "w1000", "w10000", "needle", "w2 w1000", "w30 w50", "nothing"})
    String words;
  }

  private Random random = new Random(1);
  private PostgresProcess process;
  private PooledConnection connection;
  private ArchiveSearch search;
  private BatchWriter writer;
  private long next;

  /** Starts PostgreSQL, with as many messages. */
  @Setup(Level.Trial)
  public void start() throws SQLException, IOException {
    var target = Path.of("target").toAbsolutePath();
    var data = target.resolve("jmh").resolve("archive-" + messages);
    process = new PostgresProcess(data, target.resolve("postgresql-programs"), Ports.free());
    process.start();
    var archive = Archive.of(database());
    connection = pool().getPooledConnection();
    if (Files.notExists(data.resolve("filled"))) {
      fill();
      Files.createFile(data.resolve("filled"));
    }
    search = new ArchiveSearch();
    search.archive = archive;
    writer = new BatchWriter(archive, new RecordReader(MAX_BYTES));
    next = writer.next("written").getOrDefault(0, 0L);
    // No ids of an earlier run, which would be passed over
    random = new Random(next);
  }

  @TearDown(Level.Trial)
  public void stop() throws SQLException {
    connection.close();
    process.stop();
  }

  private PGConnectionPoolDataSource pool() {
    var source = new PGConnectionPoolDataSource();
    source.setUrl(process.url());
    source.setUser(PostgresProcess.USER);
    source.setPassword(process.password());
    return source;
  }

  /** Gives one connection again and again once it is there, as a pool would. */
  private DataSource database() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                connection == null ? process.connect("postgres") : connection.getConnection());
  }

  /** The first page of hits, newest first. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public String search(Asked asked) {
    return search.search(query(asked.words, null), Viewer.NOBODY);
  }

  /** The page of the best of them. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public String best(Asked asked) {
    return search.search(query(asked.words, "rank"), Viewer.NOBODY);
  }

  /** Messages a second, in the largest batches. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  @OutputTimeUnit(TimeUnit.SECONDS)
  @OperationsPerInvocation(BATCH)
  public boolean write() throws SQLException {
    var batch = new ArrayList<KafkaRecord>(BATCH);
    for (int i = 0; i < BATCH; i++) {
      batch.add(record());
    }
    return writer.write("written", batch);
  }

  private static SearchQuery query(String words, String sort) {
    return new Parameters(words, null, null, null, null, null, null, sort, null).query();
  }

  private KafkaRecord record() {
    var message = new Message(null, id(), channel(), author(), text(), POSTED, "someone");
    var value = MessageJson.writeRecord(message).getBytes(UTF_8);
    long offset = next++;
    return new KafkaRecord(
        0, offset - 1, offset, time(messages + offset), null, value, null, false);
  }

  private static long time(long number) {
    return BEGAN + number * 1_000 / PER_SECOND;
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String channel() {
    return "channel-" + one(100);
  }

  private String author() {
    return "author " + one(1_000);
  }

  private String text() {
    return IntStream.range(0, LENGTH)
        .mapToObj(i -> "w" + one(WORDS))
        .collect(Collectors.joining(" "));
  }

  /** A number from 1 on; the n-th is n times rarer than the first. */
  private int one(int most) {
    return (int) Math.exp(random.nextDouble() * Math.log(most));
  }

  /** Into the table without its indexes, which are made at the end: that is much faster. */
  private void fill() throws SQLException, IOException {
    try (var connection = process.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("INSERT INTO topic (id) VALUES ('filled')");
      statement.execute("SET maintenance_work_mem = '512MB'");
      var indexes = indexes(statement);
      for (var name : indexes.keySet()) {
        statement.execute("DROP INDEX " + name);
      }
      copy(connection.unwrap(PGConnection.class));
      for (var definition : indexes.values()) {
        statement.execute(definition);
      }
      statement.execute("VACUUM ANALYZE message");
    }
  }

  private void copy(PGConnection connection) throws SQLException {
    var rows =
        connection
            .getCopyAPI()
            .copyIn(
                """
                COPY message (id, channel, author, author_key, content, posted, place, topic, log_partition,
                  log_offset, search) FROM STDIN
                """);
    for (int i = 0; i < messages; i++) {
      var row = row(i).getBytes(UTF_8);
      rows.writeToCopy(row, 0, row.length);
    }
    rows.endCopy();
  }

  /** The definitions of the table's indexes by name. */
  private static Map<String, String> indexes(Statement statement) throws SQLException {
    var found = new HashMap<String, String>();
    try (var rows =
        statement.executeQuery(
            """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename = 'message' AND indexname <> 'message_pkey'
            """)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getString(2));
      }
    }
    return found;
  }

  private String row(int number) {
    int partition = number % PARTITIONS;
    var author = author();
    boolean isRare = number % Math.max(1, messages / 20) == 7;
    var text = isRare ? text() + " needle" : text();
    return List.of(
                id(),
                channel(),
                author,
                author,
                text,
                POSTED,
                Place.after(0, time(number), partition),
                1,
                partition,
                number / PARTITIONS,
                Words.vector(text))
            .stream()
            .map(Object::toString)
            .collect(Collectors.joining("\t"))
        + "\n";
  }
}
