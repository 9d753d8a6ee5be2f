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
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.http.Exchange;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLimits;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ViewReader;
import redis.clients.jedis.exceptions.JedisException;

/** Posting over HTTP. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PostResource {

  private static final Logger LOG = Logger.getLogger(PostResource.class.getName());

  /**
   * An answer that one thread gives while the request's own thread is on its way out of the
   * container finds a request that Liberty has taken back already; so does a dispatch. So an answer
   * by another thread is not given before the own one must be out.
   */
  private static final Duration WAY_OUT = Duration.ofMillis(100);

  @Inject MessageLog log;
  @Inject ViewReader store;
  @Inject Traces traces;
  @Inject MessageLimits limits;

  /** Always the one that is being served. */
  @Context HttpServletRequest request;

  /**
   * The address that was asked for; RESTEasy's own, also where a filter has wrapped the request.
   */
  @Context UriInfo uri;

  @Resource ManagedExecutorService executor;

  private RequestBodies bodies;
  private UsedKeys keys;

  @PostConstruct
  void wire() {
    bodies = new RequestBodies(limits.body());
    keys = new UsedKeys(this::onBoard);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response post(@HeaderParam("Idempotency-Key") String key) {
    var target = PostTarget.of(key, uri.getRequestUri().getRawPath());
    return accepted(append(bodies.read(request), target, traces.current()), target);
  }

  /** The same without a thread that waits; {@link PostRouting} sends here. */
  @POST
  @Path(PostRouting.WITHOUT_THREAD)
  @Consumes(MediaType.APPLICATION_JSON)
  public void postWithoutThread(
      @HeaderParam("Idempotency-Key") String key, @Suspended AsyncResponse suspended) {
    var target = PostTarget.of(key, request.getRequestURI());
    var trace = traces.current();
    var stored =
        bodies
            .readLater(request)
            .thenComposeAsync(bytes -> startAppending(bytes, target, trace), executor);
    var exchange = Exchange.take(request);
    var out =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, WAY_OUT.toMillis(), TimeUnit.MILLISECONDS);
    stored
        .handle((message, error) -> true)
        .runAfterBothAsync(out, () -> answer(suspended, stored, target, exchange), executor);
  }

  private static Response accepted(Message message, PostTarget target) {
    return Response.accepted(MessageJson.write(message))
        .type(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.LOCATION, target.location())
        .build();
  }

  private CompletionStage<Message> startAppending(byte[] body, PostTarget target, String trace) {
    var message = NewMessage.read(body, limits).accept(target.id());
    var first = target.keyed() ? keys.first(message) : message;
    return first.position() == null
        ? log.append(first, trace)
        : CompletableFuture.completedFuture(first);
  }

  /** Posting goes on while Redis is away. */
  private Optional<String> onBoard(String id) {
    try {
      return store.find(id);
    } catch (JedisException | FaultToleranceException | ProblemException e) {
      LOG.log(Level.FINE, "Whether a key was used before is not known: Redis cannot be read", e);
      return Optional.empty();
    }
  }

  /** Appends and waits, which takes two seconds at most. */
  private Message append(byte[] body, PostTarget target, String trace) {
    try {
      return startAppending(body, target, trace).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ProblemException problem ? problem : e;
    }
  }

  private static void answer(
      AsyncResponse suspended,
      CompletableFuture<Message> stored,
      PostTarget target,
      Exchange exchange) {
    stored.whenComplete(
        (message, error) -> {
          exchange.answered(error == null ? 202 : ProblemException.statusOf(error));
          if (error == null) {
            suspended.resume(accepted(message, target));
          } else {
            suspended.resume(error);
          }
        });
  }
}
