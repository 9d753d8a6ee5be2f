package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.messageboard.accounts.SessionList.Entry;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** A person's own sessions over HTTP. Every answer lists those that are left. */
@Path("/sessions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionsResource {

  @Inject OwnSessions sessions;

  @GET
  public Response list(@Context HttpServletRequest request) {
    return list(own(request));
  }

  /** Ends all but the one that asks. */
  @DELETE
  public Response endOthers(@Context HttpServletRequest request) {
    var current = own(request);
    requireProof(current);
    sessions.endOthers(current);
    return list(current);
  }

  /** Ends one, which may be the one that asks. */
  @DELETE
  @Path("/{id}")
  public Response end(@PathParam("id") String id, @Context HttpServletRequest request) {
    var current = own(request);
    if (!id.equals(OwnSessions.handle(current))) {
      requireProof(current);
    }
    if (!sessions.end(id, current)) {
      throw new ProblemException(Problem.of(404, "You have no session of this id (any more)."));
    }
    return list(current);
  }

  private Response list(Session current) {
    var list = Json.createArrayBuilder();
    sessions.of(current).forEach(entry -> list.add(json(entry, current)));
    var body = Json.createObjectBuilder().add("sessions", list).build();
    return Response.ok(body.toString()).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  private static JsonObjectBuilder json(Entry entry, Session current) {
    var session = entry.session();
    var json = Json.createObjectBuilder().add("id", OwnSessions.handle(session));
    if (!entry.browser().isEmpty()) {
      json.add("browser", entry.browser());
    }
    json.add("signedInAt", Instant.ofEpochSecond(session.times().began()).toString());
    return session.id().equals(current.id()) ? json.add("current", true) : json;
  }

  /** Whoever finds a browser where somebody is signed in cannot end their other sessions. */
  private static void requireProof(Session current) {
    if (!OwnSessions.isProven(current)) {
      throw new ProblemException(
          Problem.of(
              403,
              "Sign in once more before you end other sessions (GET /api/sign-in?again=true): that must not be longer ago than %s minutes."
                  .formatted(OwnSessions.PROVEN.toMinutes())));
    }
  }

  private static Session own(HttpServletRequest request) {
    return Caller.session(request)
        .filter(session -> session.id() != null)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        403, "Only somebody who has signed in with a browser has sessions.")));
  }
}
