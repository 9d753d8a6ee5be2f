package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.messageboard.archive.ArchiveExport;
import org.messageboard.board.MessageJson;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** What an edited message said before, for moderators of what they may see. */
@Path("/messages/{id}/revisions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RevisionsResource {

  @Inject Keepers keepers;
  @Inject ArchiveExport archive;

  @GET
  public Response read(@PathParam("id") String id, @Context HttpServletRequest request) {
    var viewer = keepers.viewer(keepers.of(request));
    var message =
        Optional.ofNullable(MessageJson.idOf(id))
            .flatMap(known -> archive.message(viewer, known))
            .orElseThrow(
                () ->
                    new ProblemException(Problem.of(404, "There is no message of this id (yet).")));
    if (message.containsKey("deleted")) {
      throw new ProblemException(Problem.of(410, "The message was deleted."));
    }
    var revisions =
        Json.createArrayBuilder(
            message.getOrDefault("revisions", JsonValue.EMPTY_JSON_ARRAY).asJsonArray());
    revisions.add(
        Json.createObjectBuilder()
            .add("revision", message.getInt("revision", 1))
            .add("content", message.getString("content"))
            .add("timestamp", message.getString("editedAt", message.getString("timestamp"))));
    return KeepingJson.answer(200, Json.createObjectBuilder().add("revisions", revisions).build());
  }
}
