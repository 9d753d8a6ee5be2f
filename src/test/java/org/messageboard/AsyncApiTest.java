package org.messageboard;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messageboard.changing.MessageResource;
import org.messageboard.changing.ReactionResource;
import org.messageboard.marks.MarksResource;
import org.messageboard.posting.PostResource;
import org.messageboard.writing.Operation;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** asyncapi.yaml matches the code. */
class AsyncApiTest {

  private final String text = Files.readString(Path.of("src/main/webapp/asyncapi.yaml"));
  private final JsonObject document = json(text);

  AsyncApiTest() throws IOException {}

  private static JsonObject json(String text) {
    Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    return Json.createObjectBuilder(yaml).build();
  }

  @Test
  void whatClientsMayAskForIsWhatResourcesDo() {
    assertThat(found("do: \\{const: (\\w+)\\}")).isEqualTo(coded());
  }

  /** Each is a message that a client may send, and a row of the table in the documents. */
  @Test
  void everyOneIsDescribed() throws IOException {
    var table = Files.readString(Path.of("docs/API.md"));
    for (var name : coded()) {
      assertThat(text).contains("- $ref: \"#/channels/socket/messages/" + name + "\"");
      assertThat(table).containsPattern("(?m)^\\| [`\\w, ]*`" + name + "`.* \\|$");
    }
  }

  @Test
  void everyReferenceExists() {
    var references = found("\\$ref: \"#(/[^\"]+)\"");
    assertThat(references).hasSizeGreaterThan(20);
    for (var reference : references) {
      assertThat(Json.createPointer(reference).containsValue(document)).as(reference).isTrue();
    }
  }

  private static Set<String> coded() {
    return Stream.<Operation.Source>of(
            new PostResource(), new MessageResource(), new ReactionResource(), new MarksResource())
        .flatMap(source -> source.operations().keySet().stream())
        .collect(toSet());
  }

  private Set<String> found(String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(toSet());
  }
}
