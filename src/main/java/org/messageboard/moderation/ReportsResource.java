package org.messageboard.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Closed;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.ModerationReader;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;

/** Moderators review reports and decide about them, over HTTP. */
@Path("/reports")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ReportsResource {

  /** Maximum number of reports in an answer, because each shows its message. */
  public static final int MAX = 100;

  @Inject ModerationReader store;
  @Inject ViewReader messages;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @GET
  public Response read(
      @QueryParam("closed") boolean closed,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    Caller.signedInModerator(request);
    var query = HistoryQuery.of(null, null, before, null, null, limit);
    var page = store.reports(closed, query.before(), Math.min(MAX, query.limit()));
    return Answer.page("reports", page, page.entries().stream().map(this::shown).toList());
  }

  /** The report with the message as it is now, of which only the id is left when it is too old. */
  private JsonObject shown(JsonObject report) {
    var id = report.getString("message");
    var message =
        message(id)
            .map(Standing::toObject)
            .orElseGet(() -> Json.createObjectBuilder().add("id", id).build());
    return Json.createObjectBuilder(report).add("message", message).build();
  }

  private Optional<Standing> message(String id) {
    return messages.findReported(id).map(Standing::of);
  }

  @PUT
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response close(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.signedInModerator(request);
    var trace = traces.current();
    return writes.answer(
        request, body -> close(id.toLowerCase(Locale.ROOT), body, event, caller, trace));
  }

  private CompletableFuture<Response> close(
      String id, byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var outcome = fields.requiredWord("outcome", List.of(Closed.DISMISSED, Closed.REMOVED));
    fields.check();
    var report =
        store
            .report(id)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(404, "There is no report of this id, or it is too old.")));
    if (report.containsKey("closed")) {
      return CompletableFuture.completedFuture(Answer.of(202, report));
    }
    var origin = Origin.now(event, ChannelName.MODERATION, caller);
    var closed = new Closed(origin, id, outcome, caller.name());
    return removed(outcome, report.getString("message"), caller, trace)
        .thenCompose(done -> log.append(closed, trace))
        .thenApply(stored -> Answer.of(202, withDecision(report, stored)))
        .toCompletableFuture();
  }

  /** Deletes the message first, so that a report is not closed as if that had been done. */
  private CompletionStage<?> removed(
      String outcome, String message, Identity caller, String trace) {
    if (outcome.equals(Closed.DISMISSED)) {
      return CompletableFuture.completedFuture(null);
    }
    var standing = message(message).orElseThrow(Standing::unknown);
    return standing.isDeleted()
        ? CompletableFuture.completedFuture(null)
        : log.append(standing.deletion(MessageJson.newId(), null, Optional.of(caller)), trace);
  }

  private static JsonObject withDecision(JsonObject report, Closed closed) {
    var decision =
        Json.createObjectBuilder()
            .add("outcome", closed.outcome())
            .add("by", closed.by())
            .add("timestamp", closed.origin().timestamp());
    return Json.createObjectBuilder(report).add("closed", decision).build();
  }
}
