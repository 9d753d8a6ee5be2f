package org.messageboard.accounts;

import static java.util.stream.Collectors.toCollection;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.EnumSet;
import java.util.Map;
import org.messageboard.accounts.Session.Times;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;

/**
 * A session as JSON. It leaves the servers only as a {@link Seal} makes it; another format needs
 * another purpose of the seal, because servers of two versions may run side by side.
 */
final class SessionJson {

  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private SessionJson() {}

  static JsonObject write(Session session) {
    var json = Json.createObjectBuilder().add("id", session.id());
    if (session.providerId() != null) {
      json.add("provider", session.providerId());
    }
    var roles = Json.createArrayBuilder();
    session.identity().roles().forEach(role -> roles.add(role.name()));
    var times = session.times();
    return json.add("subject", session.identity().subject())
        .add("name", session.identity().name())
        .add("roles", roles)
        .add("began", times.began())
        .add("proven", times.proven())
        .add("renewAt", times.renewAt())
        .add("until", times.until())
        .add("end", times.end())
        .build();
  }

  /**
   * @param json what {@link #write} made
   */
  static Session read(JsonObject json) {
    var roles =
        json.getJsonArray("roles").getValuesAs(JsonString.class).stream()
            .map(role -> Role.valueOf(role.getString()))
            .collect(toCollection(() -> EnumSet.noneOf(Role.class)));
    return new Session(
        json.getString("id"),
        json.getString("provider", null),
        new Identity(json.getString("subject"), json.getString("name"), roles),
        new Times(
            number("began", json),
            json.containsKey("proven") ? number("proven", json) : 0,
            number("renewAt", json),
            number("until", json),
            number("end", json)));
  }

  private static long number(String name, JsonObject json) {
    return json.getJsonNumber(name).longValue();
  }

  /** Parses what was sealed as JSON. */
  static JsonObject parse(String text) {
    try (var reader = READERS.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
