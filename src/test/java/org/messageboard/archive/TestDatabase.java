package org.messageboard.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.messageboard.board.MessageJson;
import org.messageboard.dev.Ports;
import org.messageboard.dev.PostgresProcess;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.messageboard.view.ViewRecord;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL for the tests of a JVM; each test gets a database of its own. */
public final class TestDatabase {

  private static final PostgresProcess SERVER = start();

  private static int databases;

  private TestDatabase() {}

  static PostgresProcess server() {
    return SERVER;
  }

  /** A new and empty archive. */
  public static synchronized Archive archive() throws SQLException {
    return Archive.of(dataSource(SERVER.createDatabase("test_" + ++databases)));
  }

  /** Writes records of one partition, as from a topic. */
  public static void write(Archive archive, List<KafkaRecord> records) throws SQLException {
    assertThat(new BatchWriter(archive, new RecordReader(1_000_000)).write("topic", records))
        .isTrue();
  }

  public static ArchiveExport export(Archive archive) {
    var export = new ArchiveExport();
    export.archive = archive;
    return export;
  }

  public static ArchiveImport imports(Archive archive) {
    var imports = new ArchiveImport();
    imports.archive = archive;
    return imports;
  }

  static PGSimpleDataSource dataSource(String database) {
    var source = new PGSimpleDataSource();
    source.setUrl(SERVER.url(database));
    source.setUser(PostgresProcess.USER);
    source.setPassword(SERVER.password());
    return source;
  }

  /** Records of Redis as Kafka has them, a millisecond after one another. */
  public static List<KafkaRecord> records(List<ViewRecord> records) {
    var kafka = new ArrayList<KafkaRecord>();
    for (var record : records) {
      kafka.add(
          record(record.partition(), record.offset(), MessageJson.writeRecord(record.event())));
    }
    return kafka;
  }

  public static KafkaRecord record(int partition, long offset, String value) {
    return record(partition, offset - 1, offset, 1_900_000_000_000L + offset, value);
  }

  static KafkaRecord record(int partition, long before, long offset, long time, String value) {
    return new KafkaRecord(
        partition, before, offset, time, null, value.getBytes(UTF_8), null, false);
  }

  /** Ends with this JVM: the guard sees to that. */
  private static PostgresProcess start() {
    var target = Path.of("target").toAbsolutePath();
    var data =
        target.resolve("test-postgresql").resolve(Long.toString(ProcessHandle.current().pid()));
    var server = new PostgresProcess(data, target.resolve("postgresql-programs"), Ports.free());
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::kill, "stop-postgresql"));
    return server;
  }
}
