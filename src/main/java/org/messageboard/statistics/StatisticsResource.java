package org.messageboard.statistics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import org.messageboard.accounts.Caller;
import org.messageboard.accounts.Viewers;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ChannelReader;

/** The statistics over HTTP, on a server that has them. */
@Path("/statistics")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  @Inject Statistics statistics;
  @Inject Viewers viewers;

  @GET
  public Response read(
      @QueryParam("channel") String channel,
      @QueryParam("from") String from,
      @QueryParam("to") String to,
      @QueryParam("step") String step,
      @Context HttpServletRequest request) {
    if (!statistics.isEnabled()) {
      throw new ProblemException(
          Problem.of(404, "This board has no statistics: statistics.enabled is false."));
    }
    var query = StatisticsQuery.of(channel, from, to, step, Instant.parse(Origin.stamp()));
    var viewer = viewers.of(Caller.subject(request));
    if (channel != null && !viewer.maySee(channel)) {
      throw ChannelReader.unknown();
    }
    if (!statistics.rows().isComplete()) {
      throw new ProblemException(
          Problem.unavailable(
              "The statistics are being read from Kafka. Try again in a moment.", RETRY_AFTER));
    }
    return Response.ok(query.answer(statistics.rows(), viewer))
        .header("Cache-Control", "no-store")
        .build();
  }
}
