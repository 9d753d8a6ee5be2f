package org.messageboard.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.traces.Traces;
import org.messageboard.view.ChannelReader;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Asked;
import org.messageboard.writing.Operation;
import org.messageboard.writing.Standing;
import org.messageboard.writing.Writes;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Posting over HTTP: the message in the body is checked, put into its thread, and appended to
 * Kafka; then the post is answered.
 */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PostResource implements Operation.Source {

  private static final Logger LOG = Logger.getLogger(PostResource.class.getName());

  @Inject ViewReader store;
  @Inject ChannelReader channels;
  @Inject Traces traces;
  @Inject MessageLimits limits;
  @Inject Writes writes;
  @Inject Posts posts;
  @Context UriInfo uri;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response post(
      @HeaderParam("Idempotency-Key") String key, @Context HttpServletRequest request) {
    var target = PostTarget.of(key, uri.getRequestUri().getRawPath());
    var owner = Caller.of(request).orElse(null);
    var trace = traces.current();
    return writes.answer(
        request,
        body -> append(body, target, owner, trace).thenApply(message -> accepted(message, target)));
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("post", new Operation("POST", "/messages", this::post));
  }

  private CompletableFuture<Response> post(Asked asked) {
    var target = PostTarget.of(asked.key(), "messages");
    return append(asked.body(), target, asked.caller().orElse(null), traces.current())
        .thenApply(message -> accepted(message, target));
  }

  /** Completes once every in-sync replica has the message, within two seconds. */
  private CompletableFuture<Message> append(
      byte[] body, PostTarget target, Identity owner, String trace) {
    var subject = owner == null ? null : owner.subject();
    var name = owner == null ? null : owner.name();
    boolean isModerator = owner != null && owner.isModerator();
    var message =
        inThread(NewMessage.read(body, name, limits), subject)
            .accept(target.id(), subject, isModerator);
    requireVisible(message);
    return posts.append(message, target.keyed(), trace);
  }

  /** A reply belongs to the thread that the message it replies to begins or belongs to. */
  private NewMessage inThread(NewMessage message, String reader) {
    if (message.replyTo() == null) {
      return message;
    }
    var root = Standing.of(message.replyTo(), store, reader);
    if (message.channel() != null && !message.channel().equals(root.channel())) {
      throw new ProblemException(
          Problem.of(
              422,
              List.of(
                  new FieldError(
                      "replyTo",
                      "A reply belongs to the channel of the message that it replies to, "
                          + root.channel()
                          + "."))));
    }
    return message.in(root.thread(), root.channel());
  }

  /** While Redis is away or incomplete, the script that judges every event decides alone. */
  private void requireVisible(Message message) {
    if (ChannelName.isPrivate(message.channel())) {
      try {
        channels.requireVisible(message.channel(), message.owner());
      } catch (JedisException | FaultToleranceException e) {
        LOG.log(Level.FINE, "Who is in a private channel is not known: Redis cannot be read", e);
      } catch (ProblemException e) {
        if (e.problem().status() != 503) {
          throw e;
        }
      }
    }
  }

  private static Response accepted(Message message, PostTarget target) {
    return Response.accepted(MessageJson.write(message))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.LOCATION, target.location())
        .build();
  }
}
