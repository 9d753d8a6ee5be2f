package org.messageboard.marks;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.accounts.Session;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.marks.MarkStore.Move;
import org.messageboard.writing.Asked;
import org.messageboard.writing.Fields;
import org.messageboard.writing.Operation;
import org.messageboard.writing.Writes;

/** The read marks of whoever has signed in, over HTTP. */
@Path("/read-marks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class MarksResource implements Operation.Source {

  @Inject ReadMarks marks;
  @Inject Writes writes;

  @GET
  public Response read(@Context HttpServletRequest request) {
    var list = Json.createArrayBuilder();
    marks.of(signedIn(request)).forEach(mark -> list.add(mark.toJson()));
    var body = Json.createObjectBuilder().add("marks", list).build();
    return Response.ok(body.toString()).header("Cache-Control", "no-store").build();
  }

  /** Safe to repeat, and never moves a mark backwards. */
  @PUT
  @Path("/{channel}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response move(@PathParam("channel") String channel, @Context HttpServletRequest request) {
    var subject = signedIn(request);
    requireValid(channel);
    return writes.answer(request, body -> move(new Move(subject, channel, mark(body))));
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of("read", new Operation("PUT", "/read-marks/channel", this::move));
  }

  private CompletableFuture<Response> move(Asked asked) {
    var subject = signedIn(asked.caller());
    var channel = asked.part("channel");
    requireValid(channel);
    return move(new Move(subject, channel, mark(asked.body())));
  }

  private static void requireValid(String channel) {
    if (!ChannelName.isValid(channel)) {
      throw new ProblemException(
          Problem.of(400, List.of(new FieldError("channel", ChannelName.RULE))));
    }
  }

  private CompletableFuture<Response> move(Move move) {
    return marks
        .move(move)
        .thenApply(
            mark -> Response.ok(mark.toJson().toString()).type(MediaType.APPLICATION_JSON).build());
  }

  private static ReadMark mark(byte[] body) {
    var fields = Fields.of(body);
    var id = fields.requiredId("id");
    var count = fields.whole("count");
    fields.check();
    return new ReadMark(id, count, Origin.stamp());
  }

  private static String signedIn(HttpServletRequest request) {
    return signedIn(Caller.session(request).map(Session::identity));
  }

  private static String signedIn(Optional<Identity> caller) {
    return caller
        .filter(Identity::isSignedIn)
        .map(Identity::subject)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(403, "The board keeps read marks only for people who sign in.")));
  }
}
