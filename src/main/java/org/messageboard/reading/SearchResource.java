package org.messageboard.reading;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.accounts.Caller;
import org.messageboard.accounts.Viewers;
import org.messageboard.archive.Archive;
import org.messageboard.archive.ArchiveSearch;
import org.messageboard.archive.SearchQuery;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Searching messages over HTTP, on a server with an archive. */
@Path("/messages/search")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {

  @Inject Archive archive;
  @Inject ArchiveSearch search;
  @Inject Viewers viewers;

  @GET
  public Response search(
      @QueryParam("q") String q,
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("before") String before,
      @QueryParam("has") String has,
      @QueryParam("sort") String sort,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    if (!archive.isEnabled()) {
      throw new ProblemException(
          Problem.of(404, "This board has no archive, so its messages cannot be searched."));
    }
    var asked = new SearchQuery.Parameters(q, channel, author, from, to, before, has, sort, limit);
    var hits = search.search(asked.query(), viewers.of(Caller.subject(request)));
    return Response.ok(hits).header("Cache-Control", "no-store").build();
  }
}
