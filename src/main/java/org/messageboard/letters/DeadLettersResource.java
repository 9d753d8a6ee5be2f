package org.messageboard.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.messageboard.accounts.Caller;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.board.UnreadableRecordException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.OpenLetters;
import org.messageboard.writing.Writes;

/** The dead letters that nobody has answered, for moderators. */
@Path("/dead-letters")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {

  private static final Pattern ID = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

  @Inject OpenLetters letters;
  @Inject Writes writes;

  @GET
  public Response read(@Context HttpServletRequest request) {
    moderator(request);
    var list = Json.createArrayBuilder();
    letters.newest().stream()
        .filter(letter -> !letter.isPrivate())
        .limit(LetterJson.MOST)
        .map(LetterJson::of)
        .forEach(list::add);
    return Response.ok(Json.createObjectBuilder().add("letters", list).build().toString())
        .header("Cache-Control", "no-store")
        .build();
  }

  @POST
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response mend(@PathParam("id") String id, @Context HttpServletRequest request) {
    var by = moderator(request).person();
    return writes.answer(
        request,
        body -> {
          var value = value(body);
          answer(id, event(value).channel(), value.toString().getBytes(UTF_8), by);
          return CompletableFuture.completedFuture(answered(id, "mended"));
        });
  }

  @DELETE
  @Path("/{id}")
  public Response drop(@PathParam("id") String id, @Context HttpServletRequest request) {
    answer(id, null, null, moderator(request).person());
    return answered(id, "dropped");
  }

  private static Response answered(String id, String outcome) {
    var json = Json.createObjectBuilder().add("id", id).add("outcome", outcome).build();
    return Response.accepted(json.toString()).build();
  }

  private void answer(String id, String channel, byte[] value, String by) {
    var place = ID.matcher(id);
    if (!place.matches()) {
      throw new ProblemException(Problem.of(404, "There is no such dead letter."));
    }
    letters.answer(
        Integer.parseInt(place.group(1)), Long.parseLong(place.group(2)), channel, value, by);
  }

  private static Identity moderator(HttpServletRequest request) {
    return Caller.of(request)
        .filter(Identity::isModerator)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        403,
                        "Only a moderator who has signed in may see dead letters. Where nobody signs"
                            + " in, see docs/OPERATIONS.md.")));
  }

  private static JsonObject value(byte[] body) {
    try {
      if (StrictJson.object(body).get("value") instanceof JsonObject value) {
        return value;
      }
    } catch (NotJsonException e) {
      throw new ProblemException(Problem.of(400, e.getMessage()), e);
    }
    throw new ProblemException(
        Problem.of(400, "The body must have the mended record as an object, \"value\"."));
  }

  /** The event in a mended record, which must not be in a private channel. */
  private static BoardEvent event(JsonObject value) {
    try {
      var event = MessageJson.readRecord(value);
      if (ChannelName.isPrivate(event.channel())) {
        throw new ProblemException(
            Problem.of(403, "Nobody but a member posts in private channels."));
      }
      return event;
    } catch (UnreadableRecordException e) {
      throw new ProblemException(Problem.of(422, e.getMessage()), e);
    }
  }
}
