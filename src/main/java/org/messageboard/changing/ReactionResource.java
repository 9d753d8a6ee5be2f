package org.messageboard.changing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.Emoji;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ArchivedChannels;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Asked;
import org.messageboard.writing.CallerName;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Operation;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;

/** Reactions over HTTP: a person has each emoji on a message or not, however often it asks. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ReactionResource implements Operation.Source {

  @Inject MessageLog log;
  @Inject ViewReader store;
  @Inject Traces traces;
  @Inject CallerName names;
  @Inject Writes writes;
  @Inject ArchivedChannels archived;

  @PUT
  @Path("/{id}/reactions/{emoji}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response react(
      @PathParam("id") String id,
      @PathParam("emoji") String emoji,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var known = known(emoji);
    var caller = Caller.required(request);
    var trace = traces.current();
    return writes.answer(
        request, body -> append(id, known, names.of(caller, body), event, caller, trace));
  }

  @DELETE
  @Path("/{id}/reactions/{emoji}")
  public Response withdraw(
      @PathParam("id") String id,
      @PathParam("emoji") String emoji,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var known = known(emoji);
    var caller = Caller.required(request);
    var trace = traces.current();
    return writes.answer(request, body -> append(id, known, null, event, caller, trace));
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "react", new Operation("PUT", "/messages/id/reactions/emoji", asked -> append(asked, true)),
        "unreact",
            new Operation("DELETE", "/messages/id/reactions/emoji", asked -> append(asked, false)));
  }

  private CompletableFuture<Response> append(Asked asked, boolean reacts) {
    var event = IdempotencyKey.of(asked.key());
    var known = known(asked.part("emoji"));
    var caller = Caller.required(asked.caller());
    var name = reacts ? names.of(caller, asked.body()) : null;
    return append(asked.part("message"), known, name, event, caller, traces.current());
  }

  /**
   * @param name null to withdraw the reaction
   */
  private CompletableFuture<Response> append(
      String id, String emoji, String name, String event, Identity caller, String trace) {
    var message = Standing.of(id, store, caller.subject()).undeleted();
    archived.refuse(message.channel(), caller.isModerator());
    if (name != null) {
      refuseTooMany(message, emoji);
    }
    var origin = Origin.now(event, message.channel(), caller);
    var reaction = new Reacted(origin, message.id(), emoji, name, name == null);
    return log.append(reaction, trace)
        .thenApply(stored -> Preview.of(stored, message))
        .thenApply(json -> Response.accepted(json).type(MediaType.APPLICATION_JSON).build())
        .toCompletableFuture();
  }

  private static void refuseTooMany(Standing message, String emoji) {
    var others = message.reactions().stream().map(r -> r.getString("emoji")).toList();
    if (others.size() >= Emoji.MOST && !others.contains(emoji)) {
      throw new ProblemException(
          Problem.of(
              422, "The message has " + Emoji.MOST + " different emoji, and can have no more."));
    }
  }

  private static String known(String emoji) {
    return Emoji.of(emoji)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(400, List.of(new FieldError("emoji", "emoji must be one emoji.")))));
  }
}
