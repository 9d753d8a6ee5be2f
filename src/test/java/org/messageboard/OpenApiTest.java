package org.messageboard;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Emoji;
import org.messageboard.board.Mentions;
import org.messageboard.board.Message;
import org.messageboard.board.Pinned;
import org.messageboard.board.Restriction;
import org.messageboard.channels.ChannelsResource;
import org.messageboard.channels.DirectMessagesResource;
import org.messageboard.channels.PeopleResource;
import org.messageboard.channels.PrivateChannelsResource;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.posting.NewMessage;
import org.messageboard.view.HistoryQuery;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** META-INF/openapi.yaml matches the code. */
public class OpenApiTest {

  private static final String TEXT = text("openapi.yaml");

  /** The file, as JSON. */
  public static JsonObject document() {
    Map<String, Object> yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(TEXT);
    return Json.createObjectBuilder(yaml).build();
  }

  @Test
  void theOperationsMatchTheResources() {
    var coded =
        ApiOperation.coded().stream()
            // HEAD comes with every GET (RFC 9110, section 9.3.2)
            .filter(operation -> !operation.address().startsWith("HEAD "))
            // OpenAPI has no WebSockets, and Liberty warns of an operation without a 2xx:
            // asyncapi.yaml
            .filter(operation -> !operation.address().endsWith("/messages/socket"))
            .toList();
    assertThat(ApiOperation.described(document()))
        .hasSize(59)
        .containsExactlyInAnyOrderElementsOf(coded);
  }

  @ParameterizedTest
  @ValueSource(classes = {NewMessage.class, FieldError.class})
  void aRecordAndItsSchemaHaveTheSameFields(Class<?> type) {
    var fields = Stream.of(type.getRecordComponents()).map(RecordComponent::getName);
    assertThat(at("/components/schemas/" + type.getSimpleName() + "/properties").asJsonObject())
        .containsOnlyKeys(fields.toList());
  }

  /** What a message has only once something has happened to it. */
  private static final List<String> LATER =
      List.of(
          "revision",
          "editedAt",
          "deleted",
          "deletedBy",
          "reason",
          "erased",
          "replies",
          "lastReplyAt",
          "reactions");

  /** Clients never get the owner, but learn whether they are it. */
  @Test
  void aMessageAndItsSchemaHaveTheSameFieldsExceptWhoOwnsIt() {
    var fields =
        Stream.of(Message.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !name.equals("moderator"))
            .map(name -> name.equals("owner") ? "mine" : name);
    assertThat(at("/components/schemas/Message/properties").asJsonObject())
        .containsOnlyKeys(Stream.concat(fields, LATER.stream()).toList());
  }

  @Test
  void theLimitsMatchTheCodeAndTheDefaultSettings() throws IOException {
    var settings = new Properties();
    settings.load(new StringReader(text("microprofile-config.properties")));
    var posted = "/components/schemas/NewMessage/properties/";
    assertThat(at(posted + "author/maxLength"))
        .hasToString(settings.getProperty("board.author.max-length"));
    assertThat(at(posted + "content/maxLength"))
        .hasToString(settings.getProperty("board.content.max-length"));
    assertThat(at("/components/schemas/ChannelSettings/properties/topic/maxLength"))
        .isEqualTo(Json.createValue(ChannelSettings.MAX_TOPIC));
    assertThat(at("/components/schemas/NewChannel/properties/title/maxLength"))
        .isEqualTo(Json.createValue(ChannelSettings.MAX_TITLE));
    assertThat(at("/components/schemas/NewChannel/properties/members/maxItems"))
        .isEqualTo(Json.createValue(PrivateChannelsResource.MAX_MEMBERS));
    assertThat(at("/components/schemas/NewDirectMessages/properties/people/maxItems"))
        .isEqualTo(Json.createValue(DirectMessagesResource.MAX_OTHERS));
    assertThat(at("/components/schemas/People/properties/people/maxItems"))
        .isEqualTo(Json.createValue(PeopleResource.MAX));
    for (var body : List.of("NewReport", "NewRestriction")) {
      assertThat(at("/components/schemas/" + body + "/properties/reason/maxLength"))
          .isEqualTo(Json.createValue(Restriction.MAX_REASON));
    }
    assertThat(at("/components/schemas/Pins/properties/messages/maxItems"))
        .isEqualTo(Json.createValue(Pinned.MOST));
    for (var list : Map.of("mentions", Mentions.MOST, "reactions", Emoji.MOST).entrySet()) {
      assertThat(at("/components/schemas/Message/properties/" + list.getKey() + "/maxItems"))
          .isEqualTo(Json.createValue(list.getValue()));
    }
    assertThat(at(posted + "channel/default")).isEqualTo(Json.createValue(ChannelName.DEFAULT));
    assertThat(at("/components/schemas/Channels/properties/channels/maxItems"))
        .isEqualTo(Json.createValue(ChannelsResource.MAX + 1_000));
    assertThat(TEXT)
        .containsOnlyOnce(
            "{type: integer, minimum: 1, maximum: %s, default: %s}"
                .formatted(HistoryQuery.MAX_LIMIT, HistoryQuery.DEFAULT_LIMIT));
  }

  @Test
  void everyChannelHasTheCodesPattern() {
    assertThat(found("pattern: \"(.*)\""))
        .hasSize(20)
        .containsOnly("^" + ChannelName.PATTERN + "$");
  }

  @Test
  void everyErrorIsAProblem() {
    assertThat(at("/components/responses").asJsonObject().values())
        .hasSize(23)
        .allSatisfy(
            error -> assertThat(ApiOperation.mediaTypes(error)).containsOnly(Problem.MEDIA_TYPE));
  }

  @Test
  void everyComponentIsUsedAndEveryReferenceExists() {
    var components =
        Stream.of("schemas", "responses")
            .flatMap(kind -> at("/components/" + kind).asJsonObject().keySet().stream())
            .collect(toSet());
    assertThat(Set.copyOf(found("\\$ref: \"#/components/(?:schemas|responses)/(.*)\"")))
        .isNotEmpty()
        .isEqualTo(components);
  }

  private static JsonValue at(String pointer) {
    return Json.createPointer(pointer).getValue(document());
  }

  private static List<String> found(String pattern) {
    return Pattern.compile(pattern).matcher(TEXT).results().map(match -> match.group(1)).toList();
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of("src/main/resources/META-INF", file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
