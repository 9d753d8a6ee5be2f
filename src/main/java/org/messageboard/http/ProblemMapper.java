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

/** The one place where an exception becomes an answer. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
  private static final Duration RETRY = Duration.ofSeconds(2);

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
      // An error of Redis' own is told of by RedisFaults, once for all requests
      LOG.log(Level.FINE, "Redis did not answer a request", error);
      return Problem.unavailable(
              "Messages cannot be read at the moment: the store does not answer. Try again shortly.",
              RETRY)
          .toResponse();
    }
    LOG.log(Level.WARNING, "A request failed for a reason that the board does not know", error);
    return Problem.of(500, "The board could not answer. Try again; the server's log says more.")
        .toResponse();
  }

  private static Response ofStatus(WebApplicationException error) {
    var given = error.getResponse();
    var problem = Problem.of(given.getStatus(), sentence(given.getStatus())).toResponse();
    var allow = given.getHeaderString("Allow");
    return allow == null ? problem : Response.fromResponse(problem).header("Allow", allow).build();
  }

  private static String sentence(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this address. The server's /openapi/ui shows what there is.";
      case 405 -> "This method is not allowed here; the Allow header names those that are.";
      case 406 -> "None of the media types in Accept can be given here.";
      case 415 -> "The body must be JSON: send Content-Type: application/json.";
      default ->
          status < 500
              ? "The request is not as it must be. The server's /openapi/ui shows how."
              : "The board could not answer. Try again; the server's log says more.";
    };
  }
}
