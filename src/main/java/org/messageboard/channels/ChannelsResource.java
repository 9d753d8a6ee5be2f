package org.messageboard.channels;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
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
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.messageboard.accounts.AuthSettings;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.traces.Traces;
import org.messageboard.view.ChannelReader;
import org.messageboard.view.NewestAnswers;
import org.messageboard.view.NewestAnswers.Answer;
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

  @Inject ChannelReader store;
  @Inject NewestAnswers newest;
  @Inject AuthSettings auth;
  @Inject MessageLog log;
  @Inject Traces traces;
  @Inject CallerName names;
  @Inject Writes writes;

  @GET
  public Response read(@Context HttpServletRequest request, @Context Request conditions) {
    // Guests are in no private channel, so all of them get the same list
    var reader = auth.signIn() ? Caller.subject(request) : null;
    var answer =
        reader == null
            ? newest.get("channels", null, () -> read((String) null)).orElseThrow()
            : read(reader);
    return answer.toResponse(conditions);
  }

  private Answer read(String reader) {
    long asked = System.nanoTime();
    var list = Json.createArrayBuilder();
    var channels = store.channels(MAX, reader);
    channels.channels().stream().map(ChannelJson::of).forEach(list::add);
    var position = channels.position();
    var json =
        Json.createObjectBuilder()
            .add("channels", list)
            .add("position", position.toString())
            .build();
    return new Answer(position, Set.of(), json.toString().getBytes(UTF_8), asked);
  }

  @PUT
  @Path("/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response change(
      @PathParam("name") String name,
      @HeaderParam("Idempotency-Key") String key,
      @Context HttpServletRequest request) {
    var event = IdempotencyKey.of(key);
    var caller =
        ChannelName.isPrivate(name) ? SignedInCaller.of(request) : Caller.moderator(request);
    var trace = traces.current();
    return writes.answer(request, body -> change(name, body, event, caller, trace));
  }

  private CompletableFuture<Response> change(
      String name, byte[] body, String event, Identity caller, String trace) {
    var fields = Fields.of(body);
    var topic = fields.line("topic", ChannelSettings.MAX_TOPIC);
    boolean archived = fields.flag("archived");
    var kind = fields.word("kind", List.of(ChannelSettings.OPEN, ChannelSettings.ANNOUNCEMENT));
    var locked = fields.optionalFlag("locked");
    var title = fields.optional("title", ChannelSettings.MAX_TITLE);
    var by = names.of(caller, fields);
    var channel = store.channel(name, caller.subject());
    var current = channel.settings();
    refuseKind(kind, current, caller);
    refuseModeration(locked, title, current, caller);
    var settings =
        new ChannelSettings(
            topic,
            kind == null ? current.kind() : kind,
            archived,
            locked.orElse(current.locked()),
            title == null ? current.title() : titleOf(name, title));
    var json = ChannelJson.of(name, settings, channel.members());
    var changed = new ChannelChanged(Origin.now(event, name, caller), settings, by, List.of());
    return log.append(changed, trace)
        .thenApply(stored -> ChannelJson.answer(202, json))
        .toCompletableFuture();
  }

  /** An open channel that is called by its name has no title. */
  private static String titleOf(String name, String title) {
    return title.equals(name) && !ChannelName.isPrivate(name) ? null : title;
  }

  /**
   * @param kind null to leave it as it is
   */
  private static void refuseKind(String kind, ChannelSettings current, Identity caller) {
    if (current.kind().equals(ChannelSettings.DIRECT)) {
      throw new ProblemException(Problem.of(409, "Direct messages have no settings."));
    }
    if (kind == null || kind.equals(current.kind())) {
      return;
    }
    if (current.kind().equals(ChannelSettings.PRIVATE)) {
      throw new ProblemException(
          Problem.of(409, "A private channel stays private, and an open one open."));
    }
    requireModerator(caller, "make announcement channels.");
  }

  /** What only moderators do: in guest mode nobody does. */
  private static void refuseModeration(
      Optional<Boolean> locked, String title, ChannelSettings current, Identity caller) {
    boolean isPrivate = current.kind().equals(ChannelSettings.PRIVATE);
    if (isPrivate && locked.orElse(false)) {
      throw new ProblemException(
          Problem.of(409, "A private channel cannot be locked: its members decide about it."));
    }
    if (!isPrivate && locked.isPresent() && locked.get() != current.locked()) {
      requireModerator(caller, "lock channels.");
    }
    if (!isPrivate && title != null) {
      requireModerator(caller, "rename channels.");
    }
  }

  private static void requireModerator(Identity caller, String toDo) {
    if (!caller.isModerator()) {
      throw new ProblemException(Problem.of(403, "Only moderators, who have signed in, " + toDo));
    }
  }
}
