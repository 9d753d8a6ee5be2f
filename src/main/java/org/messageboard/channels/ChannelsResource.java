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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.messageboard.view.ChannelState;
import org.messageboard.view.ViewReader;

/** The list of channels over HTTP. */
@Path("/channels")
@ApplicationScoped
@Tag(name = "channels")
@Produces(MediaType.APPLICATION_JSON)
public class ChannelsResource {

  private static final int MAX = 1000;

  @Inject ViewReader store;

  @GET
  @Operation(
      operationId = "readChannels",
      summary = "Read the channels, the liveliest first",
      description = "At most 1,000.")
  @APIResponse(
      responseCode = "200",
      description = "The channels",
      content = @Content(schema = @Schema(implementation = Channels.class)))
  @APIResponse(responseCode = "503", ref = "Unavailable")
  public Response read() {
    var list = Json.createArrayBuilder();
    store.channels(MAX).stream().map(ChannelsResource::json).forEach(list::add);
    var body = Json.createObjectBuilder().add("channels", list).build().toString();
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }

  private static JsonObject json(ChannelState channel) {
    return Json.createObjectBuilder()
        .add("name", channel.name())
        .add("messages", channel.messages())
        .add("position", channel.position().toString())
        .build();
  }

  /** The answer as OpenAPI describes it. */
  @Schema(name = "Channels")
  record Channels(List<Channel> channels) {}

  @Schema(name = "Channel")
  record Channel(
      @Schema(examples = "general") String name,
      @Schema(description = "How many messages it ever had", examples = "1042") long messages,
      @Schema(description = "Position of its newest message", examples = "f3a9c01b7d24:1042")
          String position) {}
}
