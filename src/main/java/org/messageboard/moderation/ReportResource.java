package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.board.Reported;
import org.messageboard.board.Restriction;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;

/**
 * Whoever has signed in shows a message to the moderators, over HTTP; once, however often asked.
 */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ReportResource {

  @Inject ViewReader messages;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @POST
  @Path("/{id}/reports")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response report(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedIn(request);
    var trace = traces.current();
    return writes.answer(request, body -> report(id, body, event, caller, trace));
  }

  private CompletableFuture<Response> report(
      String id, byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var reason = fields.text("reason", Restriction.MAX_REASON, false);
    fields.check();
    var message = Standing.of(id, messages, caller.subject()).undeleted();
    var report =
        new Reported(
            Origin.now(event, ChannelName.MODERATION, caller),
            Reported.id(message.id(), caller.subject()),
            message.id(),
            message.owner() == null ? null : Identity.person(message.owner()),
            reason,
            caller.name());
    return log.append(report, trace).thenApply(ReportResource::accepted).toCompletableFuture();
  }

  private static Response accepted(Reported report) {
    return Answer.of(
        202,
        Json.createObjectBuilder()
            .add("id", report.report())
            .add("message", report.message())
            .add("reason", report.reason())
            .build());
  }
}
