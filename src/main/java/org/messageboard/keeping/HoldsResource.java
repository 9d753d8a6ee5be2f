package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.archive.ArchiveKeeping;
import org.messageboard.archive.ArchiveKeeping.Hold;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.writing.Fields;
import org.messageboard.writing.Writes;

/** Legal holds: of what nothing may be removed. */
@Path("/retention/holds")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HoldsResource {

  private static final String CHANNEL = "channel";
  private static final String PERSON = "person";
  private static final int LONGEST_REASON = 200;

  @Inject Keepers keepers;
  @Inject ArchiveKeeping archive;
  @Inject Caretaker caretaker;
  @Inject Writes writes;

  @PUT
  @Path("/channels/{channel}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response holdChannel(
      @PathParam("channel") String channel, @Context HttpServletRequest request) {
    return hold(CHANNEL, channel, keepers.of(channel, request), request);
  }

  @DELETE
  @Path("/channels/{channel}")
  public Response releaseChannel(
      @PathParam("channel") String channel, @Context HttpServletRequest request) {
    return release(CHANNEL, channel, keepers.of(channel, request));
  }

  @PUT
  @Path("/people/{person}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response holdPerson(
      @PathParam("person") String person, @Context HttpServletRequest request) {
    return hold(PERSON, person, required(person, request), request);
  }

  @DELETE
  @Path("/people/{person}")
  public Response releasePerson(
      @PathParam("person") String person, @Context HttpServletRequest request) {
    return release(PERSON, person, required(person, request));
  }

  private Identity required(String person, HttpServletRequest request) {
    var keeper = keepers.of(request);
    if (!Identity.PERSON.matcher(person).matches()) {
      throw new ProblemException(Problem.of(404, "There is nobody of this id here."));
    }
    return keeper;
  }

  private Response hold(String kind, String name, Identity keeper, HttpServletRequest request) {
    return writes.answer(
        request,
        body -> {
          var fields = Fields.of(body);
          var reason = fields.text("reason", LONGEST_REASON, false);
          fields.check();
          var hold = new Hold(kind, name, reason, keeper.name(), Origin.stamp());
          archive.hold(hold);
          return CompletableFuture.completedFuture(KeepingJson.answer(200, KeepingJson.of(hold)));
        });
  }

  private Response release(String kind, String name, Identity keeper) {
    if (!archive.release(kind, name, keeper.name())) {
      throw new ProblemException(Problem.of(404, "There is no such hold."));
    }
    caretaker.soon(true);
    var over = Json.createObjectBuilder().add("kind", kind).add("name", name).build();
    return KeepingJson.answer(200, over);
  }
}
