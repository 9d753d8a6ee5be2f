package org.messageboard.limits;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Something that can be asked of the board, as its OpenAPI document says.
 *
 * @param method the HTTP method
 * @param path with its parameters in braces
 * @param parameters of path, query and header
 * @param takesBody whether it takes a message
 */
record Operation(String method, String path, List<Parameter> parameters, boolean takesBody) {

  /**
   * A parameter.
   *
   * @param name its name
   * @param in {@code path}, {@code query} or {@code header}
   * @param type of its schema, such as {@code integer}; empty when it has none
   */
  record Parameter(String name, String in, String type) {}

  /** Whether its answer may be one without an end. */
  boolean isStream() {
    return path.endsWith("/stream");
  }

  List<Parameter> parameters(String in) {
    return parameters.stream().filter(parameter -> parameter.in().equals(in)).toList();
  }

  /** Reads all of them from an OpenAPI 3 document. */
  static List<Operation> of(JsonObject openApi) {
    var operations = new ArrayList<Operation>();
    openApi
        .getJsonObject("paths")
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
            .map(p -> new Parameter(p.getString("name"), p.getString("in"), type(p)))
            .toList();
    return new Operation(method, path, parameters, operation.containsKey("requestBody"));
  }

  private static String type(JsonObject parameter) {
    var schema = parameter.getOrDefault("schema", JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
    return schema.get("type") instanceof jakarta.json.JsonString type ? type.getString() : "";
  }
}
