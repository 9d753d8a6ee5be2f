package org.messageboard.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.Mentions;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.board.Webhook;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.traces.Traces;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** Posting by bots, over HTTP: whoever has a webhook's token posts in its channel, in its name. */
@Path("/webhooks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class BotResource {

  @Inject Posts posts;
  @Inject Traces traces;
  @Inject MessageLimits limits;
  @Inject Writes writes;

  @POST
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response post(
      @PathParam("id") String hook,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var webhook =
        Caller.webhook(request)
            .filter(known -> known.id().equals(hook))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(403, "Only a board where people sign in has webhooks.")));
    var id = IdempotencyKey.of(key);
    var trace = traces.current();
    return writes.answer(request, body -> append(message(body, id, webhook), key != null, trace));
  }

  private CompletableFuture<Response> append(Message message, boolean keyed, String trace) {
    return posts.append(message, keyed, trace).thenApply(BotResource::accepted);
  }

  /** It belongs to nobody, so nobody but a moderator changes it. */
  private Message message(byte[] body, String id, Webhook webhook) {
    var content = content(body);
    return new Message(
        null,
        id,
        webhook.channel(),
        webhook.name(),
        content,
        Origin.stamp(),
        null,
        null,
        Mentions.in(content),
        false,
        webhook.icon() == null ? "" : webhook.icon());
  }

  /** Senders that know Slack call it text; Alertmanager and Grafana send alerts instead. */
  private String content(byte[] body) {
    var fields = Fields.of(body);
    var name = List.of("content", "text").stream().filter(fields::has).findFirst();
    if (name.isEmpty() && Alerts.are(fields.members())) {
      return Alerts.text(fields.members(), limits.content());
    }
    var content = fields.text(name.orElse("content"), limits.content(), true);
    fields.check();
    return content;
  }

  private static Response accepted(Message message) {
    return Response.accepted(MessageJson.write(message))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.LOCATION, "../messages/" + message.id())
        .build();
  }
}
