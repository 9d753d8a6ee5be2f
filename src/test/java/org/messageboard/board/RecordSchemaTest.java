package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messageboard.board.StrictJson.NotJsonException;

/** The JSON Schema of the topic's records says what the code writes, and what it refuses. */
class RecordSchemaTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final List<String> VERSIONS = List.of("v1.schema.json");
  private static final JsonObject NEWEST = json(VERSIONS.get(VERSIONS.size() - 1));

  private static final Schema VALIDATOR =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(NEWEST.toString(), InputFormat.JSON);

  /** Members that are ignored in another form, because an earlier version ignored them in any. */
  private static final Set<String> IGNORED =
      Set.of("owner", "replyTo", "mentions", "moderator", "bot", "archived", "locked", "members");

  private static final List<String> VALUES =
      List.of("null", "7", "\"\"", "\" \"", "\"x\"", "[]", "[7]", "{}", "true", "\"\\ud800\"");

  static Stream<BoardEvent> events() {
    return EventJsonTest.events();
  }

  @ParameterizedTest
  @MethodSource("events")
  void whateverIsWrittenFitsTheSchemaAndIsReadBack(BoardEvent sample) throws Exception {
    var random = new RandomEvents(1);
    for (int i = 0; i < 100; i++) {
      var event = i == 0 ? sample : random.like(sample);
      var record = MessageJson.writeRecord(event);
      assertThat(faults(record)).as(record).isEmpty();
      assertThat(read(record)).isEqualTo(event);
    }
  }

  /** Another program cannot know a member that the schema does not have. */
  @ParameterizedTest
  @MethodSource("events")
  void theSchemaHasEveryMemberThatIsWritten(BoardEvent event) throws NotJsonException {
    var members = StrictJson.object(MessageJson.writeRecord(event).getBytes(UTF_8)).keySet();
    members.removeAll(Set.of("type", "channel"));
    assertThat(
            NEWEST.getJsonObject("$defs").getJsonObject(event.type()).getJsonObject("properties"))
        .containsKeys(members.toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("events")
  void whatIsRefusedDoesNotFitAndTheReasonBeginsWithItsPath(BoardEvent event) throws Exception {
    var members = StrictJson.object(MessageJson.writeRecord(event).getBytes(UTF_8));
    int refused = 0;
    for (var name : members.keySet()) {
      for (var changed : changed(members, name)) {
        var reason = reason(changed);
        boolean fits = faults(changed).isEmpty();
        if (reason != null) {
          refused++;
          assertThat(fits).as(changed).isFalse();
          assertThat(reason).matches(name.equals("type") ? "/.*" : "/" + name + "[ /].*");
        } else if (!isIgnored(event, name)) {
          assertThat(fits).as(changed).isTrue();
        }
      }
    }
    assertThat(refused).isGreaterThan(20);
  }

  private static boolean isIgnored(BoardEvent event, String name) {
    return IGNORED.contains(name) && (event instanceof Message || !name.equals("owner"));
  }

  /** The same record without a member, and with other values of it. */
  private static List<String> changed(Map<String, JsonValue> members, String name) {
    var records = new ArrayList<String>();
    for (int i = -1; i < VALUES.size(); i++) {
      var record = Json.createObjectBuilder();
      members.forEach(record::add);
      record.remove(name);
      var text = record.build().toString();
      records.add(
          i < 0
              ? text
              : "{\"%s\":%s%s".formatted(name, VALUES.get(i), text.replaceFirst("\\{", ",")));
    }
    return records;
  }

  @Test
  void theReasonNamesAMemberOfAList() {
    var record =
        """
        {"type":"channel","channel":"general","owner":"ada","topic":"","kind":"private","by":"Ada",
         "members":[{"person":"0123456789abcdef","name":"Ada"},{"person":"x","name":"Bob"}],
         "event":"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10","timestamp":"2026-03-01T12:00:00Z"}
        """;
    assertThat(reason(record)).isEqualTo("/members/1/person is malformed.");
    assertThat(faults(record)).containsExactly("/members/1/person");
  }

  @Test
  void everyVersionReadsWhatEarlierOnesWrote() throws IOException {
    try (var files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".schema.json"))
          .containsExactlyInAnyOrderElementsOf(VERSIONS);
    }
    for (var earlier : VERSIONS) {
      assertThat(SchemaChange.breaks(json(earlier), NEWEST)).as(earlier).isEmpty();
    }
  }

  /** The check of the line above works. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"required\": [\"channel\"] | \"required\": [\"channel\", \"id\"] | / requires id",
        "\"required\": [\"id\", \"author\" | \"required\": [\"mentions\", \"id\", \"author\" | /message requires mentions",
        "\"emoji\": {\"type\": \"string\" | \"emoji\": {\"type\": \"integer\" | /emoji is another type",
        "\"icon\": {\"$ref\": \"#/$defs/emoji\"} | \"icon\": {\"$ref\": \"#/$defs/text\"} | /bot/icon is another type",
        "\"minimum\": 2 | \"minimum\": 3 | /edited/revision is another type",
        "\"deletedBy\": | \"removedBy\": | /deleted/deletedBy is missing",
        "\"$defs\": { | \"$defs\": {\"new\": {\"type\": \"object\", \"properties\": {}}, |",
        "\"locked\": {\"type\": \"boolean\"} | \"locked\": {\"type\": \"boolean\"}, \"new\": {} |"
      })
  void anIncompatibleChangeIsRefused(String now, String changed, String said) throws IOException {
    var text = Files.readString(SCHEMAS.resolve("v1.schema.json"));
    assertThat(text).contains(now);
    var after = parse(text.replaceFirst(Pattern.quote(now), Matcher.quoteReplacement(changed)));
    assertThat(SchemaChange.breaks(parse(text), after))
        .isEqualTo(said == null ? List.of() : List.of(said));
  }

  private static List<String> faults(String record) {
    return VALIDATOR.validate(record, InputFormat.JSON).stream()
        .map(error -> error.getInstanceLocation().toString())
        .distinct()
        .toList();
  }

  private static BoardEvent read(String record) throws UnreadableRecordException {
    return MessageJson.readRecord(record.getBytes(UTF_8), 100_000);
  }

  private static String reason(String record) {
    try {
      read(record);
      return null;
    } catch (UnreadableRecordException e) {
      return e.getMessage();
    }
  }

  private static JsonObject json(String file) {
    try {
      return parse(Files.readString(SCHEMAS.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject parse(String text) {
    return Json.createReader(new StringReader(text)).readObject();
  }
}
