package org.messageboard.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.History;
import org.messageboard.view.HistoryQuery;
import org.messageboard.view.NewestAnswers;
import org.messageboard.view.NewestAnswers.Answer;
import redis.clients.jedis.exceptions.JedisException;

/** Reading messages over HTTP. */
@Path("/messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {

  @Inject BoardHistory history;
  @Inject NewestAnswers newest;

  @GET
  public Response read(
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("before") String before,
      @QueryParam("after") String after,
      @QueryParam("around") String around,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request,
      @Context Request conditions) {
    var reader = Caller.subject(request);
    Supplier<Answer> own =
        () -> {
          long asked = System.nanoTime();
          var page = history.read(channel, author, before, after, around, limit, reader);
          return answer(asked, page, Set.of());
        };
    boolean isNewest = Stream.of(author, before, after, around).allMatch(Objects::isNull);
    var answer =
        isNewest && (channel == null || !ChannelName.isPrivate(channel))
            ? newest(HistoryQuery.of(channel, null, null, null, null, limit), reader, own)
            : own.get();
    return answer.toResponse(conditions);
  }

  /** The newest page of an open channel or of the board, which is the same for most. */
  private Answer newest(HistoryQuery query, String reader, Supplier<Answer> own) {
    try {
      return newest.get(query, reader, () -> shared(query)).orElseGet(own);
    } catch (JedisException | FaultToleranceException e) {
      return newest.known(query, e);
    }
  }

  private Answer shared(HistoryQuery query) {
    long asked = System.nanoTime();
    var shared = history.shared(query);
    return answer(asked, shared.page(), shared.people());
  }

  private static Answer answer(long asked, History page, Set<String> people) {
    return new Answer(page.position(), people, page.toJson().getBytes(UTF_8), asked);
  }

  @GET
  @Path("/{id}/replies")
  public Response readReplies(
      @PathParam("id") String id,
      @QueryParam("before") String before,
      @QueryParam("limit") String limit,
      @Context HttpServletRequest request) {
    return history
        .replies(id.toLowerCase(Locale.ROOT), before, limit, Caller.subject(request))
        .map(page -> answer(page.toJson()))
        .orElseThrow(HistoryResource::unknown);
  }

  @GET
  @Path("/{id}/reactions")
  public Response readReactions(@PathParam("id") String id, @Context HttpServletRequest request) {
    return history
        .reactions(id.toLowerCase(Locale.ROOT), Caller.subject(request))
        .map(reactions -> answer("{\"reactions\":[" + reactions + "]}"))
        .orElseThrow(HistoryResource::unknown);
  }

  @GET
  @Path("/{id}")
  public Response readOne(@PathParam("id") String id, @Context HttpServletRequest request) {
    return history
        .find(id.toLowerCase(Locale.ROOT), Caller.subject(request))
        .map(HistoryResource::answer)
        .orElseThrow(HistoryResource::unknown);
  }

  private static Response answer(String json) {
    return Response.ok(json).header("Cache-Control", "no-store").build();
  }

  private static ProblemException unknown() {
    return new ProblemException(Problem.of(404, "There is no message of this id (yet)."));
  }
}
