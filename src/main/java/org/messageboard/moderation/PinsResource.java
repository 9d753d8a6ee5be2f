package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.accounts.AuthSettings;
import org.messageboard.accounts.Caller;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ModerationReader;

/** A channel's pinned messages over HTTP. */
@Path("/channels/{name}/pins")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PinsResource {

  @Inject AuthSettings auth;
  @Inject ModerationReader store;

  @GET
  public Response read(@PathParam("name") String name, @Context HttpServletRequest request) {
    if (!auth.signIn()) {
      throw new ProblemException(Problem.of(403, "Pins exist where people have signed in."));
    }
    return Answer.list("messages", store.pins(name, Caller.subject(request)));
  }
}
