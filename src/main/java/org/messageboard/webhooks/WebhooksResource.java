package org.messageboard.webhooks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Webhook;
import org.messageboard.board.WebhookChanged;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.Webhooks;
import org.messageboard.view.Webhooks.Entry;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** The webhooks over HTTP, for moderators. */
@Path("/webhooks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class WebhooksResource {

  @Inject Webhooks webhooks;
  @Inject NewWebhook newWebhook;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject Writes writes;

  @GET
  public Response read(@Context HttpServletRequest request) {
    Caller.signedInModerator(request);
    var list = Json.createArrayBuilder();
    webhooks.all().stream().map(WebhooksResource::json).forEach(list::add);
    return answer(200, Json.createObjectBuilder().add("webhooks", list).build());
  }

  /** The answer is the only place where the token ever is. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response make(@Context HttpServletRequest request) {
    var caller = Caller.signedInModerator(request);
    var trace = traces.current();
    return writes.answer(request, body -> make(body, caller, trace));
  }

  private CompletableFuture<Response> make(byte[] body, Identity caller, String trace) {
    var token = Webhook.newToken();
    var webhook = newWebhook.read(body, token);
    if (webhooks.all().size() >= Webhooks.MAX) {
      throw new ProblemException(
          Problem.of(409, "There are " + Webhooks.MAX + " webhooks already: revoke one first."));
    }
    return append(webhook, MessageJson.newId(), caller, trace)
        .thenApply(changed -> answer(201, json(webhook).add("token", token).build()));
  }

  @DELETE
  @Path("/{id}")
  public Response revoke(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var caller = Caller.signedInModerator(request);
    var event = IdempotencyKey.of(key);
    var trace = traces.current();
    return writes.answer(request, body -> revoke(id, event, caller, trace));
  }

  private CompletableFuture<Response> revoke(
      String id, String event, Identity caller, String trace) {
    var webhook =
        webhooks
            .find(id)
            .orElseThrow(
                () -> new ProblemException(Problem.of(404, "There is no webhook of this id.")));
    return append(webhook.revoked(), event, caller, trace)
        .thenApply(changed -> answer(202, json(webhook).build()));
  }

  private CompletableFuture<WebhookChanged> append(
      Webhook webhook, String event, Identity caller, String trace) {
    var origin = Origin.now(event, ChannelName.MODERATION, caller);
    var changed = new WebhookChanged(origin, webhook, caller.name());
    return log.append(changed, trace).toCompletableFuture();
  }

  private static JsonObjectBuilder json(Webhook webhook) {
    var json =
        Json.createObjectBuilder()
            .add("id", webhook.id())
            .add("channel", webhook.channel())
            .add("name", webhook.name());
    return webhook.icon() == null ? json : json.add("icon", webhook.icon());
  }

  private static JsonObject json(Entry entry) {
    return json(entry.webhook()).add("by", entry.by()).add("timestamp", entry.timestamp()).build();
  }

  private static Response answer(int status, JsonObject json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(json.toString())
        .build();
  }
}
