package org.messageboard.log;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.messageboard.board.UnreadableRecordException;

/** Values of JSON as Avro's, and back. */
final class AvroJson {

  private static final JsonProvider JSON = JsonProvider.provider();

  private AvroJson() {}

  /** A value for a field of this schema, or null if it does not fit. */
  static Object toAvro(JsonValue value, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> toAvro(value, schema.getTypes().get(1));
      case STRING -> value instanceof JsonString text ? text.getString() : null;
      case BOOLEAN ->
          value == JsonValue.TRUE ? Boolean.TRUE : value == JsonValue.FALSE ? Boolean.FALSE : null;
      case INT -> value instanceof JsonNumber number ? toInt(number) : null;
      case ARRAY -> value instanceof JsonArray list ? toList(list, schema) : null;
      case RECORD -> value instanceof JsonObject object ? toRecord(object, schema) : null;
      default -> null;
    };
  }

  private static Integer toInt(JsonNumber number) {
    try {
      return number.intValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static List<Object> toList(JsonArray json, Schema schema) {
    var list = new ArrayList<>(json.size());
    for (var each : json) {
      var value = toAvro(each, schema.getElementType());
      if (value == null) {
        return null;
      }
      list.add(value);
    }
    return list;
  }

  private static GenericData.Record toRecord(JsonObject json, Schema schema) {
    var record = new GenericData.Record(schema);
    for (var member : json.entrySet()) {
      var field = schema.getField(member.getKey());
      var value = field == null ? null : toAvro(member.getValue(), field.schema());
      if (value == null) {
        return null;
      }
      record.put(field.pos(), value);
    }
    return GenericData.get().validate(schema, record) ? record : null;
  }

  /** A record's members, without those that are null. */
  static Map<String, JsonValue> members(IndexedRecord record) throws UnreadableRecordException {
    var members = new LinkedHashMap<String, JsonValue>();
    for (var field : record.getSchema().getFields()) {
      var value = record.get(field.pos());
      if (value != null) {
        members.put(field.name(), toJson(value, "/" + field.name()));
      }
    }
    return members;
  }

  private static JsonValue toJson(Object value, String path) throws UnreadableRecordException {
    if (value instanceof CharSequence || value instanceof GenericEnumSymbol<?>) {
      return JSON.createValue(value.toString());
    }
    if (value instanceof Boolean truth) {
      return truth ? JsonValue.TRUE : JsonValue.FALSE;
    }
    if (value instanceof Integer || value instanceof Long) {
      return JSON.createValue(((Number) value).longValue());
    }
    if (value instanceof IndexedRecord record) {
      var object = JSON.createObjectBuilder();
      members(record).forEach(object::add);
      return object.build();
    }
    if (value instanceof Collection<?> list) {
      return toJson(list, path);
    }
    throw new UnreadableRecordException(path + " has a type of Avro that JSON does not have.");
  }

  private static JsonArray toJson(Collection<?> list, String path)
      throws UnreadableRecordException {
    var array = JSON.createArrayBuilder();
    int index = 0;
    for (var each : list) {
      array.add(each == null ? JsonValue.NULL : toJson(each, path + "/" + index));
      index++;
    }
    return array.build();
  }
}
