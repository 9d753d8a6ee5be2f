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
import org.messageboard.board.Origin;
import org.messageboard.traces.Traces;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** Private channels over HTTP. The server makes their names; people see their titles. */
@Path("/channels")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PrivateChannelsResource {

  /** Maximum number of members that a channel begins with, besides who creates it. */
  public static final int MAX_MEMBERS = 50;

  @Inject NewChannels channels;
  @Inject Traces traces;
  @Inject Writes writes;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response create(
      @HeaderParam("Idempotency-Key") String key, @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = SignedInCaller.of(request);
    var trace = traces.current();
    return writes.answer(request, body -> create(body, event, caller, trace));
  }

  private CompletableFuture<Response> create(
      byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var title = fields.text("title", ChannelSettings.MAX_TITLE, false);
    var topic = fields.line("topic", ChannelSettings.MAX_TOPIC);
    var others = fields.people("members", MAX_MEMBERS);
    var members = channels.members(caller, others, "members", fields);
    var name = ChannelName.ofPrivate(caller.subject(), event);
    var settings = new ChannelSettings(topic, ChannelSettings.PRIVATE, false, title);
    var origin = Origin.now(event, name, caller);
    return channels.open(origin, settings, caller, members, 202, trace);
  }
}
