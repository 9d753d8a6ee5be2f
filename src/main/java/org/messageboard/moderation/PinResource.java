package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.board.Pinned;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ArchivedChannels;
import org.messageboard.view.ModerationReader;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;

/** Pinning messages over HTTP: moderators in open channels, members in private ones. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PinResource {

  @Inject ViewReader messages;
  @Inject ModerationReader store;
  @Inject ArchivedChannels archived;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @PUT
  @Path("/{id}/pin")
  public Response pin(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedIn(request);
    var trace = traces.current();
    return writes.answer(request, body -> pin(id, event, caller, trace));
  }

  private CompletableFuture<Response> pin(String id, String event, Identity caller, String trace) {
    var message = Standing.of(id, messages, caller.subject()).undeleted();
    var pins = store.pins(message.channel(), caller.subject());
    if (pins.stream().noneMatch(pin -> pin.getString("id").equals(message.id()))
        && pins.size() >= Pinned.MOST) {
      throw new ProblemException(
          Problem.of(
              409, "The channel has " + Pinned.MOST + " pinned messages, and can have no more."));
    }
    return append(message.toObject(), false, event, caller, trace);
  }

  @DELETE
  @Path("/{id}/pin")
  public Response unpin(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedIn(request);
    var trace = traces.current();
    return writes.answer(request, body -> unpin(id, event, caller, trace));
  }

  /** A message that is too old to be changed can still be taken off. */
  private CompletableFuture<Response> unpin(
      String id, String event, Identity caller, String trace) {
    var message =
        store
            .pinned(id.toLowerCase(Locale.ROOT), caller.subject())
            .orElseGet(() -> Standing.of(id, messages, caller.subject()).toObject());
    return append(message, true, event, caller, trace);
  }

  private CompletableFuture<Response> append(
      JsonObject message, boolean off, String event, Identity caller, String trace) {
    var channel = message.getString("channel");
    if (!ChannelName.isPrivate(channel) && !caller.isModerator()) {
      throw new ProblemException(Problem.of(403, "Only moderators pin in open channels."));
    }
    archived.refuse(channel, caller.isModerator());
    var origin = Origin.now(event, channel, caller);
    return log.append(new Pinned(origin, message.getString("id"), caller.name(), off), trace)
        .thenApply(stored -> Answer.of(202, message))
        .toCompletableFuture();
  }
}
