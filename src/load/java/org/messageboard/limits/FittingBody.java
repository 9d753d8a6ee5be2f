package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Bodies as an operation describes them, of which often one member is wrong.
 *
 * @param pick the choice
 * @param existing what they may be about
 */
record FittingBody(Pick pick, Existing existing) {

  /** What an export has beside the members that its description names. */
  private static final List<String> LINE_MEMBERS =
      List.of(
          "\"id\":\"%s\"",
          "\"channel\":\"%s\"",
          "\"author\":\"imported\"",
          "\"person\":\"%s\"",
          "\"content\":\"imported\"",
          "\"timestamp\":\"2020-01-01T00:00:00.000Z\"",
          "\"revision\":1",
          "\"replyTo\":\"%s\"",
          "\"reactions\":[{\"emoji\":\"👍\",\"by\":\"x\",\"person\":\"0yKq3JtUe2mXb7Lw\"}]",
          "\"topic\":\"\",\"kind\":\"open\",\"archived\":false",
          "\"deleted\":true,\"deletedBy\":\"owner\"");

  private static final List<String> SLACK_FILES =
      List.of("users.json", "channels.json", "fuzzed/2020-01-01.json", "../x.json", "fuzzed/");

  byte[] bytes(String mediaType, JsonObject schema) {
    if (mediaType.endsWith("ndjson")) {
      return joined("\n", () -> line(schema));
    }
    if (mediaType.endsWith("urlencoded")) {
      return form(schema).getBytes(UTF_8);
    }
    if (mediaType.endsWith("zip")) {
      return zip();
    }
    return object(schema).getBytes(UTF_8);
  }

  private byte[] joined(String separator, Supplier<String> part) {
    return IntStream.range(0, pick.length(9))
        .mapToObj(i -> part.get())
        .collect(Collectors.joining(separator))
        .getBytes(UTF_8);
  }

  /** An object of this schema, or almost. */
  String object(JsonObject schema) {
    return "{" + String.join(",", members(schema)) + "}";
  }

  private List<String> members(JsonObject schema) {
    var properties = schema.getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    var required =
        schema.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(name -> ((JsonString) name).getString())
            .toList();
    var wrong =
        pick.percent(40) && !properties.isEmpty() ? pick.one(List.copyOf(properties.keySet())) : "";
    var members = new ArrayList<String>();
    for (var property : properties.entrySet()) {
      var name = property.getKey();
      boolean isWrong = name.equals(wrong);
      if (isWrong ? pick.percent(80) : required.contains(name) || pick.percent(50)) {
        members.add(
            quoted(name)
                + ":"
                + (isWrong ? hostile() : value(name, property.getValue().asJsonObject())));
      }
    }
    return members;
  }

  private String hostile() {
    return pick.percent(50) ? new HostileBody(pick).value() : quoted(new HostileText(pick).text());
  }

  private String value(String name, JsonObject schema) {
    if (schema.get("enum") instanceof JsonArray all) {
      return pick.one(all).toString();
    }
    return switch (schema.getString("type", "object")) {
      case "string" -> quoted(text(name, schema));
      case "integer", "number" -> Long.toString(number(schema, "minimum") + pick.length(400) - 1);
      case "boolean" -> pick.one("true", "false");
      case "array" -> array(name, schema);
      default -> object(schema);
    };
  }

  private String array(String name, JsonObject schema) {
    var items = schema.getOrDefault("items", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    return IntStream.range(0, pick.length(5) - 1)
        .mapToObj(i -> value(name, items))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A text that the schema allows, as a rule one that names something. */
  String text(String name, JsonObject schema) {
    var known = existing.of(name, pick);
    if (known.isPresent() && pick.percent(80)) {
      return known.get();
    }
    return switch (schema.getString("format", "")) {
      case "uuid" -> pick.uuid();
      case "date-time" -> pick.one("2030-01-01T00:00:00Z", "2020-01-01T00:00:00.000Z");
      default -> "x".repeat((int) (number(schema, "minLength") + pick.length(20)));
    };
  }

  private static long number(JsonObject schema, String name) {
    return schema.get(name) instanceof JsonNumber number ? number.longValue() : 0;
  }

  private String form(JsonObject schema) {
    var properties = schema.getOrDefault("properties", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    return properties.keySet().stream()
        .map(name -> name + "=" + (pick.percent(50) ? token() : new HostileText(pick).encoded()))
        .collect(Collectors.joining("&"));
  }

  /** What looks like a JSON Web Token. */
  String token() {
    var parts =
        Stream.of(
                pick.one("{\"alg\":\"none\"}", "{\"alg\":\"RS256\",\"kid\":\"x\"}", "{}", ""),
                pick.one("{\"sub\":\"x\",\"iss\":\"x\"}", "{\"exp\":1e400}", "[]", ""),
                pick.one("", "x", pick.uuid()))
            .map(part -> Base64.getUrlEncoder().encodeToString(part.getBytes(UTF_8)));
    return URLEncoder.encode(parts.collect(Collectors.joining(".")), UTF_8);
  }

  private String line(JsonObject schema) {
    var members = new ArrayList<>(members(schema));
    for (var member : LINE_MEMBERS) {
      if (pick.percent(80)) {
        var name = member.substring(1, member.indexOf('"', 1));
        var value = text(name, JsonValue.EMPTY_JSON_OBJECT);
        members.add(pick.percent(5) ? quoted(name) + ":" + hostile() : member.replace("%s", value));
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : SLACK_FILES) {
        if (pick.percent(80)) {
          zip.putNextEntry(new ZipEntry(file));
          zip.write(slack());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var all = bytes.toByteArray();
    for (int i = pick.percent(30) ? pick.length(8) : 0; i > 0; i--) {
      all[pick.below(all.length)] = (byte) pick.below(256);
    }
    return all;
  }

  private byte[] slack() {
    var sound =
        Map.of("id", "C1", "name", "fuzzed", "type", "message", "ts", "1.2", "text", "imported");
    var json = Json.createObjectBuilder();
    sound.forEach(json::add);
    var object = json.build().toString();
    return pick.percent(60)
        ? ("[" + object + "]").getBytes(UTF_8)
        : pick.percent(50)
            ? ("[" + object.replace("\"1.2\"", new HostileBody(pick).value()) + "]").getBytes(UTF_8)
            : new HostileBody(pick).bytes();
  }

  private static String quoted(String text) {
    return Json.createValue(text).toString();
  }
}
