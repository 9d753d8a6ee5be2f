package org.messageboard.reading;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.messageboard.board.Message;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.History;
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.ViewReader;

/** Reading messages over HTTP. */
@Path("/messages")
@ApplicationScoped
@Tag(name = "messages")
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

  @Inject ViewReader store;

  @GET
  @Operation(
      operationId = "readMessages",
      summary = "Read messages, newest first",
      description = "Without parameters the last 100 of the whole board.")
  @APIResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(schema = @Schema(implementation = History.Shape.class)))
  @APIResponse(responseCode = "400", ref = "Refused")
  @APIResponse(responseCode = "410", ref = "Gone")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response read(
      @Parameter(description = "Only this channel") @QueryParam("channel") String channel,
      @Parameter(description = "Only this author") @QueryParam("author") String author,
      @Parameter(
              description =
                  "Only what stands before this position: the next of a page, or a message's")
          @QueryParam("before")
          String before,
      @Parameter(
              description = "At most so many",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "1000",
                      defaultValue = "100"))
          @QueryParam("limit")
          String limit) {
    var page = store.history(HistoryQuery.of(channel, author, before, limit));
    return Response.ok(page.toJson()).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "readMessage", summary = "Read one message")
  @APIResponse(
      responseCode = "200",
      description = "The message",
      content = @Content(schema = @Schema(implementation = Message.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response readOne(
      @Parameter(description = "The message's id", schema = @Schema(format = "uuid"))
          @PathParam("id")
          String id) {
    return store
        .find(id.toLowerCase(Locale.ROOT))
        .map(json -> Response.ok(json).header("Cache-Control", "no-store").build())
        .orElseThrow(
            () -> new ProblemException(Problem.of(404, "There is no message of this id (yet).")));
  }
}
