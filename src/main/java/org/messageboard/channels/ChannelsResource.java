package org.messageboard.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ChannelState;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.CallerName;
import org.messageboard.writing.Fields;
import org.messageboard.writing.IdempotencyKey;
import org.messageboard.writing.Writes;

/** The channels and their settings over HTTP. */
@Path("/channels")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChannelsResource {

  /** Maximum number of channels in an answer. */
  public static final int MAX = 1000;

  @Inject ViewReader store;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject CallerName names;
  @Inject Writes writes;

  @GET
  public Response read() {
    var list = Json.createArrayBuilder();
    var channels = store.channels(MAX);
    channels.channels().stream().map(ChannelsResource::json).forEach(list::add);
    var position = channels.position().toString();
    var body = Json.createObjectBuilder().add("channels", list).add("position", position).build();
    return Response.ok(body.toString()).header("Cache-Control", "no-store").build();
  }

  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(
      @PathParam("name") String name,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller = Caller.moderator(request);
    var trace = traces.current();
    return writes.answer(request, body -> change(name, body, event, caller, trace));
  }

  private CompletableFuture<Response> change(
      String name, byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var topic = fields.line("topic", ChannelChanged.MAX_TOPIC);
    boolean archived = fields.flag("archived");
    var by = names.of(caller, fields);
    if (!ChannelName.isValid(name) || !store.hasChannel(name)) {
      throw new ProblemException(
          Problem.of(404, "There is no channel of this name (yet): a message creates it."));
    }
    var origin = Origin.now(event, name, caller.subject());
    var changed = new ChannelChanged(origin, topic, ChannelChanged.OPEN, archived, by);
    return log.append(changed, trace)
        .thenApply(stored -> accepted(name, "{" + stored.json()))
        .toCompletableFuture();
  }

  private static Response accepted(String name, String settings) {
    var json = addSettings(settings, Json.createObjectBuilder().add("name", name)).build();
    return Response.accepted(json.toString()).type(MediaType.APPLICATION_JSON).build();
  }

  private static JsonObject json(ChannelState channel) {
    var json =
        Json.createObjectBuilder()
            .add("name", channel.name())
            .add("messages", channel.messages())
            .add("position", channel.position().toString());
    return addSettings("{" + channel.settings() + "}", json).build();
  }

  /** Adds those settings that say something. */
  private static JsonObjectBuilder addSettings(String settings, JsonObjectBuilder json) {
    try {
      var members = StrictJson.object(settings.getBytes(UTF_8));
      var topic = StrictJson.text(members, "topic", () -> null);
      if (topic != null && !topic.isEmpty()) {
        json.add("topic", topic);
      }
      if (members.get("archived") == JsonValue.TRUE) {
        json.add("archived", true);
      }
      return json;
    } catch (NotJsonException e) {
      throw new IllegalStateException("Redis has settings of a channel that are not JSON.", e);
    }
  }
}
