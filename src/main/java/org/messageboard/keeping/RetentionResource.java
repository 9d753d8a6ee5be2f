package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import org.messageboard.archive.ArchiveKeeping;
import org.messageboard.board.Identity;
import org.messageboard.writing.Fields;
import org.messageboard.writing.Writes;

/** How long messages are kept, and of what nothing may be removed. */
@Path("/retention")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RetentionResource {

  /** A hundred years, as good as for ever. */
  private static final long MOST_DAYS = 36_525;

  @Inject Keepers keepers;
  @Inject ArchiveKeeping archive;
  @Inject Caretaker caretaker;
  @Inject Writes writes;

  /** Of private channels only what the caller may see. */
  @GET
  public Response read(@Context HttpServletRequest request) {
    var viewer = keepers.viewer(keepers.of(request));
    var channels = Json.createObjectBuilder();
    archive.retentions().entrySet().stream()
        .filter(each -> viewer.maySee(each.getKey()))
        .forEach(each -> channels.add(each.getKey(), each.getValue()));
    var holds = Json.createArrayBuilder();
    archive.holds().stream()
        .filter(hold -> viewer.maySee(hold.name()))
        .map(KeepingJson::of)
        .forEach(holds::add);
    var acts = Json.createArrayBuilder();
    archive.acts().stream()
        .filter(act -> viewer.maySee(act.about()))
        .map(KeepingJson::of)
        .forEach(acts::add);
    return KeepingJson.answer(
        200,
        Json.createObjectBuilder()
            .add("days", archive.days())
            .add("channels", channels)
            .add("holds", holds)
            .add("acts", acts)
            .build());
  }

  @PUT
  @Path("/channels/{channel}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response set(@PathParam("channel") String channel, @Context HttpServletRequest request) {
    var keeper = keepers.of(channel, request);
    return writes.answer(
        request,
        body -> {
          var fields = Fields.of(body);
          long days = fields.whole("days");
          if (days > MOST_DAYS) {
            fields.fail("days", "must be at most " + MOST_DAYS + ".");
          }
          fields.check();
          return retain(channel, (int) days, keeper);
        });
  }

  @DELETE
  @Path("/channels/{channel}")
  public Response reset(@PathParam("channel") String channel, @Context HttpServletRequest request) {
    return retain(channel, null, keepers.of(channel, request)).join();
  }

  private CompletableFuture<Response> retain(String channel, Integer days, Identity keeper) {
    archive.retain(channel, days, keeper.name());
    caretaker.soon(true);
    var now = days == null ? archive.days() : days;
    var json = Json.createObjectBuilder().add("channel", channel).add("days", now).build();
    return CompletableFuture.completedFuture(KeepingJson.answer(200, json));
  }
}
