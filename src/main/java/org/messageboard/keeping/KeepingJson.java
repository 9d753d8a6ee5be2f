package org.messageboard.keeping;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.archive.ArchiveErasure.Erasure;
import org.messageboard.archive.ArchiveKeeping.Act;
import org.messageboard.archive.ArchiveKeeping.Hold;

/** Answers of this package. */
final class KeepingJson {

  private KeepingJson() {}

  static Response answer(int status, JsonObject json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .header("Cache-Control", "no-store")
        .entity(json.toString())
        .build();
  }

  static JsonObject of(Erasure erasure) {
    var json =
        Json.createObjectBuilder()
            .add("person", erasure.person())
            .add("by", erasure.by())
            .add("begun", erasure.begun());
    add(json, "ended", erasure.ended());
    add(json, "waits", erasure.waits());
    return json.add("messages", erasure.messages())
        .add("reactions", erasure.reactions())
        .add("channels", erasure.channels())
        .build();
  }

  static JsonObject of(Hold hold) {
    return Json.createObjectBuilder()
        .add("kind", hold.kind())
        .add("name", hold.name())
        .add("reason", hold.reason())
        .add("by", hold.by())
        .add("since", hold.since())
        .build();
  }

  static JsonObject of(Act act) {
    var json =
        Json.createObjectBuilder()
            .add("timestamp", act.at())
            .add("by", act.by())
            .add("what", act.what())
            .add("about", act.about());
    add(json, "detail", act.detail());
    return json.build();
  }

  private static void add(JsonObjectBuilder json, String name, String value) {
    if (value != null) {
      json.add(name, value);
    }
  }
}
