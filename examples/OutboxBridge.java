import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A bridge from a PostgreSQL outbox table into the board's topic. An application writes what it has to say into the
 * table {@code board_outbox}, in the transaction in which it does what it tells of: so both are there, or neither.
 *
 * <p>The bridge writes each row to Kafka and then deletes it. If it is killed in between, the row goes out again, under
 * the same id, and the board shows a message with that id once. So each row is on the board exactly once, as long as no
 * more than {@code board.ids.length} messages come in between.
 *
 * <p>{@code java -cp <kafka-clients and postgresql> examples/OutboxBridge.java <jdbc url> <bootstrap servers> [once]}
 */
public final class OutboxBridge {

  private static final int BATCH = 500;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** {@code seq} is the order; the database's JSON functions write the record. */
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS board_outbox (
        seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
        channel text NOT NULL DEFAULT 'general' CHECK (channel ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        author text NOT NULL CHECK (char_length(author) BETWEEN 1 AND 50 AND author ~ '\\S'),
        content text NOT NULL CHECK (char_length(content) BETWEEN 1 AND 2000 AND content ~ '\\S'),
        created_at timestamptz NOT NULL DEFAULT clock_timestamp())
      """;

  private static final String NEXT =
      """
      SELECT seq, channel, json_build_object('id', id, 'channel', channel, 'author', author, 'content', content,
        'timestamp', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))::text AS record
      FROM board_outbox ORDER BY seq LIMIT %d FOR UPDATE
      """
          .formatted(BATCH);

  private OutboxBridge() {}

  /** Runs until it is ended; with {@code once}, until the table is empty. */
  public static void main(String[] args) throws SQLException, InterruptedException, ExecutionException {
    if (args.length < 2) {
      System.err.println("Name the database and Kafka: jdbc:postgresql://localhost/app?user=app localhost:9092");
      System.exit(2);
    }
    try (var database = DriverManager.getConnection(args[0]);
        var kafka = producer(args[1])) {
      database.createStatement().execute(TABLE);
      database.setAutoCommit(false);
      while (true) {
        int moved = move(database, kafka);
        if (moved == 0 && args.length > 2) {
          return;
        }
        if (moved < BATCH) {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
      }
    }
  }

  /** Without a gap and in order within a channel, also if a broker fails: the producer is idempotent. */
  private static KafkaProducer<String, String> producer(String servers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "acks", "all", "enable.idempotence", "true", "linger.ms", "5"),
        new StringSerializer(),
        new StringSerializer());
  }

  /** Moves a batch; returns how many rows it had. A second bridge waits for the rows that this one has locked. */
  private static int move(Connection database, KafkaProducer<String, String> kafka)
      throws SQLException, InterruptedException, ExecutionException {
    var sent = new ArrayList<Future<?>>();
    try (var rows = database.createStatement().executeQuery(NEXT);
        var delete = database.prepareStatement("DELETE FROM board_outbox WHERE seq = ?")) {
      while (rows.next()) {
        sent.add(kafka.send(new ProducerRecord<>("message-board", rows.getString("channel"), rows.getString("record"))));
        delete.setLong(1, rows.getLong("seq"));
        delete.addBatch();
      }
      for (var each : sent) {
        each.get(); // Kafka has it, or this throws and the transaction does not end
      }
      delete.executeBatch();
    }
    database.commit();
    return sent.size();
  }
}
