package org.messageboard.keeping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.archive.Archive;
import org.messageboard.archive.ExportCursor;
import org.messageboard.archive.TestDatabase;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Viewer;
import org.messageboard.log.KafkaRecord;
import org.messageboard.view.Records;

/** Whatever people did, an empty board into which an export is imported is the same board. */
class RoundTripTest {

  private static final Viewer ALL = new Viewer(null, Set.of(), true);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsExportedAndImportedIsEqual(long seed) throws Exception {
    var from = TestDatabase.archive();
    TestDatabase.write(
        from, TestDatabase.records(Records.randomWithRooms(1_500, new Random(seed))));
    var lines = export(from, null);
    assertThat(lines.toString()).contains("revisions", "reactions", "\"deleted\":true", "members");
    var to = TestDatabase.archive();
    var log = new Log(to);
    var report = log.importLines(lines);
    assertThat(report.getInt("skipped")).as(report + "").isZero();
    assertThat(comparable(export(to, null))).isEqualTo(comparable(lines));
    int written = log.records;
    assertThat(log.importLines(lines).getInt("messages")).isZero();
    assertThat(log.records).isEqualTo(written);
    assertThat(log.importLines(export(to, null)).getInt("messages")).isZero();
    assertThat(log.records).isEqualTo(written);
  }

  /** Redis and Kafka are lost: what is put back is nothing new to the archive. */
  @Test
  void whatIsPutBackChangesNothingInTheArchive() throws Exception {
    var archive = TestDatabase.archive();
    TestDatabase.write(
        archive, TestDatabase.records(Records.randomWithRooms(1_500, new Random(5))));
    var lines = export(archive, null);
    var channels = lines.stream().filter(line -> line.containsKey("kind")).toList();
    assertThat(channels.toString()).contains("members");
    var log = new Log(archive);
    log.partition = 9; // nobody has written to that one
    log.isLost = true;
    assertThat(log.importLines(lines).getInt("channels")).isEqualTo(channels.size());
    assertThat(log.records).isEqualTo(channels.size());
    assertThat(export(archive, null)).isEqualTo(lines);
  }

  /** However an import was cut off, repeating it completes it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 133, 400, 701})
  void anImportThatWasCutOffIsRepeated(int records) throws Exception {
    var from = TestDatabase.archive();
    TestDatabase.write(
        from, TestDatabase.records(Records.randomWithRooms(1_500, new Random(records))));
    var lines = export(from, null);
    var to = TestDatabase.archive();
    new Log(to, records).importLines(lines);
    var log = new Log(to);
    log.records = records;
    log.importLines(lines);
    assertThat(comparable(export(to, null))).isEqualTo(comparable(lines));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99, 100, 150, 200})
  void anExportGoesOnBehindEachOfItsLines(int line) throws Exception {
    var from = TestDatabase.archive();
    TestDatabase.write(from, TestDatabase.records(Records.randomWithRooms(1_500, new Random(7))));
    var lines = export(from, null);
    var rest = export(from, lines.get(line).getString("cursor"));
    assertThat(rest).isEqualTo(lines.subList(line + 1, lines.size()));
  }

  /** A Kafka of one partition, read by an archive. */
  private static final class Log {
    private final Archive archive;
    private final int most;
    private final List<KafkaRecord> unread = new ArrayList<>();
    private int partition;
    private boolean isLost;
    private int records;

    Log(Archive archive) {
      this(archive, Integer.MAX_VALUE);
    }

    /**
     * @param most what follows is lost
     */
    Log(Archive archive, int most) {
      this.archive = archive;
      this.most = most;
    }

    CompletableFuture<?> append(BoardEvent event) {
      if (records < most) {
        unread.add(TestDatabase.record(partition, records++, MessageJson.writeRecord(event)));
      }
      return CompletableFuture.completedFuture(null);
    }

    JsonObject importLines(List<JsonObject> lines) throws Exception {
      var operator = Identity.operator();
      var importer =
          new Importer(TestDatabase.imports(archive), name -> isLost, this::append, operator, ALL);
      var text = String.join("\n", lines.stream().map(JsonObject::toString).toList());
      new NdjsonImport(new ByteArrayInputStream(text.getBytes(UTF_8)), importer, 2_000).run();
      TestDatabase.write(archive, List.copyOf(unread));
      unread.clear();
      return importer.report().toJson();
    }
  }

  private static List<JsonObject> export(Archive archive, String after) throws IOException {
    var from = after == null ? null : ExportCursor.parse(after).orElseThrow();
    var out = new ByteArrayOutputStream();
    var export = TestDatabase.export(archive);
    var lines = ExportFormat.NDJSON.lines(out);
    export.write(ALL, export.channels(ALL, null, from), from, lines);
    lines.flush();
    return out.toString(UTF_8).lines().map(RoundTripTest::json).toList();
  }

  private static JsonObject json(String line) {
    return Json.createReader(new StringReader(line)).readObject();
  }

  private static List<JsonObject> comparable(List<JsonObject> lines) {
    return lines.stream()
        .map(line -> Json.createObjectBuilder(line).remove("cursor").remove("imported").build())
        .toList();
  }
}
