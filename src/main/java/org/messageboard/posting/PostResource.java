package org.messageboard.posting;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.accounts.Caller;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ViewReader;
import org.messageboard.view.ViewReader.Found;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Posting over HTTP: the body is read, the message in it checked, compared with an earlier one
 * under the same key, and appended to Kafka; then the post is answered.
 *
 * <p>The request's own thread does all of that, and waits for the body and for Kafka. If enough
 * threads wait already, no thread does for this post, and a {@link LateResponse} follows. So a
 * Kafka that has just died, and clients that send one byte a second, hold up only themselves.
 */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PostResource {

  private static final Logger LOG = Logger.getLogger(PostResource.class.getName());

  /** Threads that may wait for Kafka: three quarters of the server's (coreThreads in board.xml). */
  private static final int MAX_WAITING = 72;

  @Inject MessageLog log;
  @Inject ViewReader store;
  @Inject Traces traces;
  @Inject MessageLimits limits;
  @Context UriInfo uri;
  @Resource ManagedExecutorService executor;

  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private RequestBodies bodies;
  private UsedKeys keys;

  @PostConstruct
  void wire() {
    bodies = new RequestBodies(limits.body());
    keys = new UsedKeys(this::onBoard);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response post(
      @HeaderParam("Idempotency-Key") String key, @Context HttpServletRequest request) {
    var target = PostTarget.of(key, uri.getRequestUri().getRawPath());
    var owner = Caller.subject(request);
    var trace = traces.current();
    var body = bodies.read(request);
    if (body.isEmpty() || !waiting.tryAcquire()) {
      return postWithoutThread(request, body, target, owner, trace);
    }
    try {
      return accepted(append(body.get(), target, owner, trace).join(), target);
    } finally {
      waiting.release();
    }
  }

  private Response postWithoutThread(
      HttpServletRequest request,
      Optional<byte[]> read,
      PostTarget target,
      String owner,
      String trace) {
    var response = LateResponse.to(request);
    var body =
        read.map(CompletableFuture::completedFuture).orElseGet(() -> bodies.readLater(request));
    var stored = body.thenComposeAsync(bytes -> append(bytes, target, owner, trace), executor);
    response.send(stored.thenApply(message -> accepted(message, target)), executor);
    return Response.accepted().build(); // the late response takes its place
  }

  /** Completes once every in-sync replica has the message, within two seconds. */
  private CompletableFuture<Message> append(
      byte[] body, PostTarget target, String owner, String trace) {
    var message = NewMessage.read(body, limits).accept(target.id(), owner);
    var first = target.keyed() ? keys.first(message) : message;
    return first.position() == null
        ? log.append(first, trace).toCompletableFuture()
        : CompletableFuture.completedFuture(first);
  }

  private static Response accepted(Message message, PostTarget target) {
    return Response.accepted(MessageJson.write(message))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.LOCATION, target.location())
        .build();
  }

  /** Posting goes on while Redis is away. */
  private Optional<Found> onBoard(String id) {
    try {
      return store.find(id, null);
    } catch (JedisException | FaultToleranceException | ProblemException e) {
      LOG.log(Level.FINE, "Whether a key was used before is not known: Redis cannot be read", e);
      return Optional.empty();
    }
  }
}
