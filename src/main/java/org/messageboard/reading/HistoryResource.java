package org.messageboard.reading;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.messageboard.accounts.Caller;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Reading messages over HTTP. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

  @Inject BoardHistory history;

  @GET
  public Response read(
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("before") String before,
      @QueryParam("after") String after,
      @QueryParam("around") String around,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    var reader = Caller.subject(request);
    return answer(history.read(channel, author, before, after, around, limit, reader).toJson());
  }

  @GET
  @Path("/{id}/replies")
  public Response readReplies(
      @PathParam("id") String id,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    return history
        .replies(id.toLowerCase(Locale.ROOT), before, limit, Caller.subject(request))
        .map(page -> answer(page.toJson()))
        .orElseThrow(HistoryResource::unknown);
  }

  @GET
  @Path("/{id}/reactions")
  public Response readReactions(@PathParam("id") String id, @Context HttpServletRequest request) {
    return history
        .reactions(id.toLowerCase(Locale.ROOT), Caller.subject(request))
        .map(reactions -> answer("{\"reactions\":[" + reactions + "]}"))
        .orElseThrow(HistoryResource::unknown);
  }

  @GET
  @Path("/{id}")
  public Response readOne(@PathParam("id") String id, @Context HttpServletRequest request) {
    return history
        .find(id.toLowerCase(Locale.ROOT), Caller.subject(request))
        .map(HistoryResource::answer)
        .orElseThrow(HistoryResource::unknown);
  }

  private static Response answer(String json) {
    return Response.ok(json).header("Cache-Control", "no-store").build();
  }

  private static ProblemException unknown() {
    return new ProblemException(Problem.of(404, "There is no message of this id (yet)."));
  }
}
