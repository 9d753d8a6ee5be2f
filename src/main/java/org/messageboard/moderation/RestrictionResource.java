package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Origin;
import org.messageboard.board.Restricted;
import org.messageboard.board.Restriction;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.People;
import org.messageboard.view.Restrictions;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** Moderators mute and ban people, and lift that, over HTTP. */
@Path("/people/{person}/restriction")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RestrictionResource {

  @Inject People people;
  @Inject Restrictions restrictions;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Response restrict(
      @PathParam("person") String person,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedInModerator(request);
    var trace = traces.current();
    return writes.answer(request, body -> restrict(person, body, event, caller, trace));
  }

  private CompletableFuture<Response> restrict(
      String person, byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var restriction =
        new Restriction(
            fields.requiredWord("kind", List.of(Restriction.MUTED, Restriction.BANNED)),
            fields.future("until"),
            fields.text("reason", Restriction.MAX_REASON, false));
    fields.check();
    if (person.equals(caller.person())) {
      throw refused("Nobody restricts themselves.");
    }
    var member = member(person);
    if (people.isModerator(person)) {
      throw refused("A moderator cannot be restricted: have the role taken away first.");
    }
    return append(member, restriction, event, caller, trace);
  }

  @DELETE
  public Response lift(
      @PathParam("person") String person,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedInModerator(request);
    var trace = traces.current();
    return writes.answer(request, body -> append(member(person), null, event, caller, trace));
  }

  /**
   * @param restriction null to lift it
   */
  private CompletableFuture<Response> append(
      Member member, Restriction restriction, String event, Identity caller, String trace) {
    var origin = Origin.now(event, ChannelName.MODERATION, caller);
    return log.append(new Restricted(origin, member, restriction, caller.name()), trace)
        .thenApply(RestrictionResource::accepted)
        .toCompletableFuture();
  }

  private static Response accepted(Restricted stored) {
    var json =
        Json.createObjectBuilder()
            .add("person", stored.member().person())
            .add("name", stored.member().name());
    var restriction = stored.restriction();
    if (restriction != null) {
      json.add("kind", restriction.kind()).add("reason", restriction.reason());
      if (restriction.until() != null) {
        json.add("until", restriction.until());
      }
    }
    return Answer.of(202, json.build());
  }

  /** Somebody whom Redis has forgotten may still be restricted. */
  private Member member(String person) {
    return people
        .name(person)
        .or(() -> restrictions.nameOf(person))
        .map(name -> new Member(person, name))
        .orElseThrow(
            () -> new ProblemException(Problem.of(404, "There is nobody of this id here.")));
  }

  private static ProblemException refused(String sentence) {
    return new ProblemException(Problem.of(409, sentence));
  }
}
