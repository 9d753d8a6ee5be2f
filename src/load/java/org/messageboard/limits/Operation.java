package org.messageboard.limits;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that can be asked of the board, as its OpenAPI document says.
 *
 * @param method the HTTP method
 * @param path with its parameters in braces
 * @param parameters of path, query and header
 * @param bodies the schemas of what it takes, by media type; empty if it takes nothing
 * @param mayBeAway whether it may be answered with 503
 */
record Operation(
    String method,
    String path,
    List<Parameter> parameters,
    Map<String, JsonObject> bodies,
    boolean mayBeAway) {

  /** Deeper schemas are left out. */
  private static final int DEEPEST = 12;

  /**
   * A parameter.
   *
   * @param name its name
   * @param in {@code path}, {@code query} or {@code header}
   * @param schema what it may be
   */
  record Parameter(String name, String in, JsonObject schema) {}

  List<Parameter> parameters(String in) {
    return parameters.stream().filter(parameter -> parameter.in().equals(in)).toList();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }

  /** Reads all of them from an OpenAPI 3 document. */
  static List<Operation> of(JsonObject openApi) {
    var operations = new ArrayList<Operation>();
    whole(openApi, openApi.get("paths"), DEEPEST)
        .asJsonObject()
        .forEach((path, item) -> operations.addAll(of(path, item.asJsonObject())));
    return operations;
  }

  private static List<Operation> of(String path, JsonObject item) {
    return item.entrySet().stream()
        .filter(e -> e.getKey().matches("get|put|post|delete|options|head|patch|trace"))
        .map(e -> of(e.getKey().toUpperCase(Locale.ROOT), path, e.getValue().asJsonObject()))
        .toList();
  }

  private static Operation of(String method, String path, JsonObject operation) {
    var parameters =
        operation.getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
            .map(JsonValue::asJsonObject)
            .map(p -> new Parameter(p.getString("name"), p.getString("in"), object(p, "schema")))
            .toList();
    var bodies = new TreeMap<String, JsonObject>();
    object(object(operation, "requestBody"), "content")
        .forEach((type, content) -> bodies.put(type, object(content.asJsonObject(), "schema")));
    boolean mayBeAway = object(operation, "responses").containsKey("503");
    return new Operation(method, path, parameters, bodies, mayBeAway);
  }

  private static JsonObject object(JsonObject json, String name) {
    return json.getOrDefault(name, JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
  }

  /** The value with whatever it refers to in place of each {@code $ref}. */
  private static JsonValue whole(JsonObject openApi, JsonValue value, int depth) {
    if (depth == 0) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (value instanceof JsonArray array) {
      var all = Json.createArrayBuilder();
      array.forEach(each -> all.add(whole(openApi, each, depth)));
      return all.build();
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    if (object.get("$ref") instanceof JsonString ref) {
      return whole(openApi, openApi.getValue(ref.getString().substring(1)), depth - 1);
    }
    var all = Json.createObjectBuilder();
    object.forEach((name, each) -> all.add(name, whole(openApi, each, depth - 1)));
    return all.build();
  }
}
