package org.messageboard.moderation;

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
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.ModerationReader;

/** What moderators did, over HTTP. */
@Path("/audit")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

  @Inject ModerationReader store;

  @GET
  public Response read(
      @QueryParam("before") String before,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    var reader = Caller.signedInModerator(request);
    var query = HistoryQuery.of(null, null, before, null, null, limit);
    var page = store.audit(query.before(), query.limit(), reader.person());
    return Answer.page("entries", page, page.entries());
  }
}
