package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import org.messageboard.board.Restriction;

/** Who the board takes a client for. */
@Path("/session")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {

  @Inject AuthSettings auth;

  /** Like any request, it renews a session whose time has come. */
  @GET
  public Response read(@Context HttpServletRequest request) {
    var json = Json.createObjectBuilder().add("mode", auth.signIn() ? "oidc" : "guest");
    if (auth.signIn()) {
      json.add("read", auth.readPublic() ? "public" : "signed-in");
    }
    Caller.session(request).ifPresent(session -> add(session, json));
    Caller.restriction(request).ifPresent(restriction -> json.add("restriction", of(restriction)));
    return Response.ok(json.build().toString()).header("Cache-Control", "no-store").build();
  }

  private static JsonObjectBuilder of(Restriction restriction) {
    var json = Json.createObjectBuilder().add("kind", restriction.kind());
    if (restriction.until() != null) {
      json.add("until", restriction.until());
    }
    return json.add("reason", restriction.reason());
  }

  private static void add(Session session, JsonObjectBuilder json) {
    var roles = Json.createArrayBuilder();
    session.identity().roles().forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
    json.add("name", session.identity().name())
        .add("person", session.identity().person())
        .add("roles", roles)
        .add("renewAt", Instant.ofEpochSecond(session.times().renewAt()).toString())
        .add("expiresAt", Instant.ofEpochSecond(session.times().end()).toString());
  }
}
