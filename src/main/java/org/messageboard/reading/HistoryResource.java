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
      @QueryParam("limit") String limit) {
    var query = HistoryQuery.of(channel, author, before, after, around, limit);
    return Response.ok(store.history(query).toJson()).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/{id}")
  public Response readOne(@PathParam("id") String id) {
    return store
        .find(id.toLowerCase(Locale.ROOT))
        .map(json -> Response.ok(json).header("Cache-Control", "no-store").build())
        .orElseThrow(
            () -> new ProblemException(Problem.of(404, "There is no message of this id (yet).")));
  }
}
