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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Mentions;
import org.messageboard.board.Origin;
import org.messageboard.board.Restriction;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ArchivedChannels;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Asked;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Operation;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;

/** Editing and deleting messages over HTTP. Both are safe to repeat. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource implements Operation.Source {

  @Inject MessageLog log;
  @Inject ViewReader store;
  @Inject OldMessages old;
  @Inject Traces traces;
  @Inject MessageLimits limits;
  @Inject Writes writes;
  @Inject ArchivedChannels archived;

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response edit(
      @PathParam("id") String id,
      @HeaderParam("If-Match") String ifMatch,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var expected = Revision.of(ifMatch);
    var caller = Caller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> edit(id, body, expected, event, caller, trace));
  }

  private CompletableFuture<Response> edit(
      String id,
      byte[] body,
      Revision expected,
      String event,
      Optional<Identity> caller,
      String trace) {
    var fields = Fields.of(body);
    var content = fields.text("content", limits.content(), true);
    fields.check();
    var subject = caller.map(Identity::subject).orElse(null);
    var message = Standing.of(id, store, subject).undeleted().ownedBy(subject);
    var origin = Origin.now(event, message.channel(), caller.orElseThrow());
    archived.refuse(message.channel(), origin.moderator());
    if (content.equals(message.content())) {
      return CompletableFuture.completedFuture(accepted(message));
    }
    int revision = expected.after(message.revision());
    var edit = new Edited(origin, message.id(), content, Mentions.in(content), revision);
    return log.append(edit, trace)
        .thenApply(stored -> accepted(Preview.of(stored, message)))
        .toCompletableFuture();
  }

  @DELETE
  @Path("/{id}")
  public Response delete(
      @PathParam("id") String id,
      @QueryParam("reason") String reason,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var why = reason(reason);
    var caller = Caller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> delete(id, why, event, caller, trace));
  }

  private CompletableFuture<Response> delete(
      String id, String reason, String event, Optional<Identity> caller, String trace) {
    var subject = caller.map(Identity::subject).orElse(null);
    var message = old.find(id, subject);
    if (message.isDeleted()) {
      return CompletableFuture.completedFuture(accepted(message));
    }
    var deletion = message.deletion(event, reason, caller);
    return log.append(deletion, trace)
        .thenApply(stored -> accepted(Preview.of(stored, message)))
        .toCompletableFuture();
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "edit", new Operation("PUT", "/messages/id", this::edit),
        "delete", new Operation("DELETE", "/messages/id", this::delete));
  }

  private CompletableFuture<Response> edit(Asked asked) {
    return edit(
        asked.part("message"),
        asked.body(),
        Revision.of(asked.ifMatch()),
        IdempotencyKey.of(asked.key()),
        asked.caller(),
        traces.current());
  }

  private CompletableFuture<Response> delete(Asked asked) {
    var event = IdempotencyKey.of(asked.key());
    var why = reason(asked.optional("reason"));
    return delete(asked.part("message"), why, event, asked.caller(), traces.current());
  }

  private static String reason(String reason) {
    var fields = Fields.of("reason", reason);
    var why = fields.optional("reason", Restriction.MAX_REASON);
    fields.check();
    return why;
  }

  private static Response accepted(Standing message) {
    return accepted(message.toJson());
  }

  private static Response accepted(String message) {
    return Response.accepted(message).type(MediaType.APPLICATION_JSON).build();
  }
}
