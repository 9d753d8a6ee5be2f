package org.messageboard.moderation;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.messageboard.view.ModerationReader.Page;

/** Answers that no cache keeps. */
final class Answer {

  private Answer() {}

  static Response of(int status, JsonObject body) {
    return Response.status(status)
        .entity(body.toString())
        .type(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .build();
  }

  /** A list in an object. */
  static Response list(String name, List<JsonObject> entries) {
    return of(200, Json.createObjectBuilder().add(name, Json.createArrayBuilder(entries)).build());
  }

  /** A page, with these entries, which may say more than its own. */
  static Response page(String name, Page page, List<JsonObject> entries) {
    var json = Json.createObjectBuilder().add(name, Json.createArrayBuilder(entries));
    if (page.next() != null) {
      json.add("next", page.next().toString());
    }
    return of(200, json.build());
  }
}
