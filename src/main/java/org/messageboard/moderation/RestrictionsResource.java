package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.accounts.Caller;
import org.messageboard.view.Restrictions;

/** Who is restricted, over HTTP. */
@Path("/restrictions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestrictionsResource {

  @Inject Restrictions restrictions;

  @GET
  public Response read(@Context HttpServletRequest request) {
    Caller.signedInModerator(request);
    return Answer.list("restrictions", restrictions.standing());
  }
}
