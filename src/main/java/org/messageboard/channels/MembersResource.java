package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ChannelReader;
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.People;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** The members of a private channel over HTTP. Each member may add others, and take them out. */
@Path("/channels/{name}/members")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class MembersResource {

  @Inject ChannelReader channels;
  @Inject People people;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @GET
  public Response read(
      @PathParam("name") String name,
      @QueryParam("after") String after,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    int count = HistoryQuery.of(null, null, null, null, null, limit).limit();
    requireMember(name, Caller.subject(request));
    var found = channels.members(name, after == null ? "" : after, count + 1);
    var page = found.subList(0, Math.min(count, found.size()));
    var json = Json.createObjectBuilder().add("members", ChannelJson.of(page));
    if (found.size() > count) {
      json.add("next", page.get(count - 1).person());
    }
    return ChannelJson.answer(200, json.build());
  }

  @PUT
  @Path("/{person}")
  public Response add(
      @PathParam("name") String name,
      @PathParam("person") String person,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = SignedInCaller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> add(name, person, event, caller, trace));
  }

  private CompletableFuture<Response> add(
      String name, String person, String event, Identity caller, String trace) {
    requireChangeable(name, caller);
    var known = channels.member(name, person);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(accepted(known.get()));
    }
    var member =
        people.name(person).map(found -> new Member(person, found)).orElseThrow(() -> nobody());
    return append(
        new MemberChanged(origin(event, name, caller), member, caller.name(), false), trace);
  }

  @DELETE
  @Path("/{person}")
  public Response remove(
      @PathParam("name") String name,
      @PathParam("person") String person,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = SignedInCaller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> remove(name, person, event, caller, trace));
  }

  private CompletableFuture<Response> remove(
      String name, String person, String event, Identity caller, String trace) {
    requireChangeable(name, caller);
    var member = channels.member(name, person).orElseThrow(() -> nobody());
    if (channels.channel(name, caller.subject()).members() == 1) {
      throw fixed("The last member of a channel cannot leave it: nobody could ever see it again.");
    }
    return append(
        new MemberChanged(origin(event, name, caller), member, caller.name(), true), trace);
  }

  private CompletableFuture<Response> append(MemberChanged changed, String trace) {
    return log.append(changed, trace)
        .thenApply(stored -> accepted(stored.member()))
        .toCompletableFuture();
  }

  /** Open channels have no members. */
  private void requireMember(String name, String reader) {
    if (!ChannelName.isPrivate(name)) {
      throw ChannelReader.unknown();
    }
    channels.requireVisible(name, reader);
  }

  private void requireChangeable(String name, Identity caller) {
    requireMember(name, caller.subject());
    if (ChannelName.isDirect(name)) {
      throw fixed("Direct messages have the same people for ever.");
    }
  }

  private static Origin origin(String event, String name, Identity caller) {
    return Origin.now(event, name, caller);
  }

  private static Response accepted(Member member) {
    return ChannelJson.answer(202, ChannelJson.of(member));
  }

  private static ProblemException nobody() {
    return new ProblemException(Problem.of(404, "There is nobody of this id here."));
  }

  private static ProblemException fixed(String sentence) {
    return new ProblemException(Problem.of(409, sentence));
  }
}
