package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.view.ChannelState;
import org.messageboard.view.ViewReader;

/** The list of channels over HTTP. */
@Path("/channels")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ChannelsResource {

  /** Maximum number of channels in an answer. */
  public static final int MAX = 1000;

  @Inject ViewReader store;

  @GET
  public Response read() {
    var list = Json.createArrayBuilder();
    var channels = store.channels(MAX);
    channels.channels().stream().map(ChannelsResource::json).forEach(list::add);
    var position = channels.position().toString();
    var body = Json.createObjectBuilder().add("channels", list).add("position", position).build();
    return Response.ok(body.toString()).header("Cache-Control", "no-store").build();
  }

  private static JsonObject json(ChannelState channel) {
    return Json.createObjectBuilder()
        .add("name", channel.name())
        .add("messages", channel.messages())
        .add("position", channel.position().toString())
        .build();
  }
}
