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
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.ViewReader;

/** Reading messages over HTTP. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

  @Inject ViewReader store;

  @GET
  public Response read(
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("before") String before,
      @QueryParam("after") String after,
      @QueryParam("around") String around,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    var query = HistoryQuery.of(channel, author, before, after, around, limit);
    var page = store.history(query, Caller.subject(request));
    return Response.ok(page.toJson()).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/{id}/replies")
  public Response readReplies(
      @PathParam("id") String id,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    var query = HistoryQuery.of(null, null, before, null, null, limit);
    var reader = Caller.subject(request);
    var known = id.toLowerCase(Locale.ROOT);
    store.find(known, reader).orElseThrow(HistoryResource::unknown);
    var page = store.replies(known, query.before(), query.limit(), reader);
    return Response.ok(page.toJson()).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/{id}/reactions")
  public Response readReactions(@PathParam("id") String id, @Context HttpServletRequest request) {
    var known = id.toLowerCase(Locale.ROOT);
    store.find(known, Caller.subject(request)).orElseThrow(HistoryResource::unknown);
    var body = "{\"reactions\":[" + store.reactions(known) + "]}";
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }

  private static ProblemException unknown() {
    return new ProblemException(Problem.of(404, "There is no message of this id (yet)."));
  }

  @GET
  @Path("/{id}")
  public Response readOne(@PathParam("id") String id, @Context HttpServletRequest request) {
    return store
        .find(id.toLowerCase(Locale.ROOT), Caller.subject(request))
        .map(found -> Response.ok(found.json()).header("Cache-Control", "no-store").build())
        .orElseThrow(HistoryResource::unknown);
  }
}
