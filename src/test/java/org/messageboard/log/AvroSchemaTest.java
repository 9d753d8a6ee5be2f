package org.messageboard.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The Avro schemas of records. A version that was released stays as it is; the next one is another
 * file, which reads what all earlier ones wrote (BACKWARD_TRANSITIVE).
 */
class AvroSchemaTest {

  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");

  /** Each version with its fingerprint (CRC-64-AVRO). */
  private static final Map<String, String> VERSIONS = versions();

  private static final SchemaValidator BACKWARD_TRANSITIVE =
      new SchemaValidatorBuilder().canReadStrategy().validateAll();

  private static Map<String, String> versions() {
    var versions = new LinkedHashMap<String, String>();
    versions.put("v1.avsc", "4ae9bdd13e62c820");
    return versions;
  }

  @Test
  void everyVersionIsThereAndUnchanged() throws IOException {
    try (var files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".avsc"))
          .containsExactlyInAnyOrderElementsOf(VERSIONS.keySet());
    }
    assertThat(VERSIONS)
        .allSatisfy(
            (file, fingerprint) ->
                assertThat(
                        RecordReader.hex(
                            SchemaNormalization.parsingFingerprint64(parse(text(file)))))
                    .as("%s was released: write another version instead", file)
                    .isEqualTo(fingerprint));
  }

  @Test
  void theServersReadEveryVersion() {
    var codec = new AvroCodec();
    assertThat(VERSIONS.values()).allMatch(codec::knows);
    assertThat(VERSIONS.values()).contains(codec.fingerprint());
  }

  @Test
  void everyVersionReadsWhatEarlierOnesWrote() throws SchemaValidationException {
    var earlier = new ArrayList<Schema>();
    for (var file : VERSIONS.keySet()) {
      var schema = parse(text(file));
      BACKWARD_TRANSITIVE.validate(schema, earlier);
      earlier.add(0, schema);
    }
    assertThat(earlier).isNotEmpty();
  }

  /** The check of the test above works. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"name\": \"author\", \"type\": [\"null\", \"string\"], | \"name\": \"author\", \"type\": [\"null\", \"int\"],",
        "\"name\": \"archived\", \"type\": [\"null\", \"boolean\"], | \"name\": \"archived\", \"type\": [\"null\", \"string\"],",
        "{\"name\": \"channel\", \"type\": \"string\"}, | {\"name\": \"channel\", \"type\": \"string\"}, {\"name\": \"new\", \"type\": \"string\"},"
      })
  void anIncompatibleChangeIsRefused(String now, String changed) {
    var text = text("v1.avsc");
    assertThat(text).contains(now);
    var after = parse(text.replace(now, changed));
    assertThatThrownBy(() -> BACKWARD_TRANSITIVE.validate(after, List.of(parse(text))))
        .isInstanceOf(SchemaValidationException.class);
  }

  @Test
  void aNewFieldWithADefaultIsAccepted() throws SchemaValidationException {
    var channel = "{\"name\": \"channel\", \"type\": \"string\"},";
    var added = "{\"name\": \"new\", \"type\": [\"null\", \"string\"], \"default\": null},";
    var text = text("v1.avsc");
    var after = parse(text.replace(channel, channel + added));
    assertThat(after.getField("new")).isNotNull();
    BACKWARD_TRANSITIVE.validate(after, List.of(parse(text)));
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static String text(String file) {
    try {
      return Files.readString(SCHEMAS.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
