package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Origin;
import org.messageboard.traces.Traces;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** Direct messages over HTTP: the one private channel that these people always have together. */
@Path("/direct-messages")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class DirectMessagesResource {

  /** Maximum number of other people. */
  public static final int MAX_OTHERS = 9;

  private static final ChannelSettings SETTINGS =
      new ChannelSettings("", ChannelSettings.DIRECT, false, null);

  @Inject NewChannels channels;
  @Inject Traces traces;
  @Inject Writes writes;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response open(
      @HeaderParam("Idempotency-Key") String key, @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = SignedInCaller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> open(body, event, caller, trace));
  }

  private CompletableFuture<Response> open(
      byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var others = fields.people("people", MAX_OTHERS);
    others.remove(caller.person());
    if (others.isEmpty()) {
      fields.fail("people", "must name somebody else.");
    }
    var members = channels.members(caller, others, "people", fields);
    var name = ChannelName.ofDirect(members.stream().map(Member::person).toList());
    var origin = Origin.now(event, name, caller);
    return channels.open(origin, SETTINGS, caller, members, 200, trace);
  }
}
