package org.messageboard.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import redis.clients.jedis.exceptions.JedisException;

/** Turns every exception into a response. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Override
  public Response toResponse(Throwable error) {
    if (error instanceof ProblemException e) {
      return e.problem().toResponse();
    }
    if (error instanceof CompletionException && error.getCause() != null) {
      return toResponse(error.getCause());
    }
    if (error instanceof WebApplicationException e) {
      return ofStatus(e);
    }
    if (error instanceof JedisException || error instanceof FaultToleranceException) {
      return unavailable(error);
    }
    LOG.log(Level.WARNING, "A request failed for an unknown reason", error);
    return Problem.of(500, "The board could not answer. Try again; the server's log says more.")
        .toResponse();
  }

  private static Response unavailable(Throwable error) {
    // RedisFaults warns of error replies from Redis, once for all requests
    LOG.log(Level.FINE, "Redis did not answer a request", error);
    return Problem.unavailable(
            "Messages cannot be read at the moment: the store does not answer. Try again shortly.",
            RETRY_AFTER)
        .toResponse();
  }

  private static Response ofStatus(WebApplicationException error) {
    var original = error.getResponse();
    var problem = Problem.of(original.getStatus(), sentence(original.getStatus())).toResponse();
    var allow = original.getHeaderString("Allow");
    return allow == null ? problem : Response.fromResponse(problem).header("Allow", allow).build();
  }

  private static String sentence(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address. The server's /openapi/ui shows what there is.";
      case 405 -> "This method is not allowed here; the Allow header names those that are.";
      case 406 -> "None of the media types in Accept is available here.";
      case 415 -> "The body must be JSON: send Content-Type: application/json.";
      default ->
          status < 500
              ? "The request is invalid. The server's /openapi/ui shows what it must look like."
              : "The board could not answer. Try again; the server's log says more.";
    };
  }
}
