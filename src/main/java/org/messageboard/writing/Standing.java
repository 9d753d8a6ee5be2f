package org.messageboard.writing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.messageboard.board.Deleted;
import org.messageboard.board.Identity;
import org.messageboard.board.Origin;
import org.messageboard.board.StrictJson;
import org.messageboard.board.StrictJson.NotJsonException;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ViewReader;
import org.messageboard.view.ViewReader.Found;

/**
 * A message as it stands on the board when somebody asks for a change of it.
 *
 * @param json its members
 * @param owner its owner, or null
 */
public record Standing(Map<String, JsonValue> json, String owner) {

  /**
   * The message of an id as a reader sees it, with {@code mine} where it says so.
   *
   * @throws ProblemException status 404 if it is unknown, too old to be changed, or hidden
   */
  public static Standing of(String id, ViewReader store, String reader) {
    return find(id, store, reader).orElseThrow(Standing::unknown);
  }

  /** The same; empty if it is unknown, too old to be changed, or hidden. */
  public static Optional<Standing> find(String id, ViewReader store, String reader) {
    return store.find(id.toLowerCase(Locale.ROOT), reader).map(Standing::of);
  }

  /** The message that was found. */
  public static Standing of(Found found) {
    return of(found.json(), found.owner());
  }

  /** A message as another store has it. */
  public static Standing of(String json, String owner) {
    return new Standing(members(json), owner);
  }

  /** The refusal of a message that somebody may not see, or that nobody can change any more. */
  public static ProblemException unknown() {
    return new ProblemException(
        Problem.of(
            404,
            "There is no message of this id (yet), or it is too old to be edited, answered or"
                + " reacted to."));
  }

  private static Map<String, JsonValue> members(String json) {
    try {
      return StrictJson.object(json.getBytes(UTF_8));
    } catch (NotJsonException e) {
      throw new IllegalStateException("Redis has a message that is not JSON.", e);
    }
  }

  public String id() {
    return text("id");
  }

  public String channel() {
    return text("channel");
  }

  public String content() {
    return text("content");
  }

  /** The id of the message that begins its thread, which may be its own. */
  public String thread() {
    var root = text("replyTo");
    return root == null ? id() : root;
  }

  /** How often it was edited, and one more. */
  public int revision() {
    return json.get("revision") instanceof JsonNumber number ? number.intValue() : 1;
  }

  public boolean isDeleted() {
    return json.get("deleted") == JsonValue.TRUE;
  }

  /**
   * Requires that it still has its content.
   *
   * @throws ProblemException status 410 if it was deleted
   */
  public Standing undeleted() {
    if (isDeleted()) {
      throw new ProblemException(Problem.of(410, "The message was deleted."));
    }
    return this;
  }

  /**
   * Requires an owner.
   *
   * @param subject who wants to change it, or null
   * @throws ProblemException status 403 if it is somebody else's, or nobody's
   */
  public Standing ownedBy(String subject) {
    if (subject == null || !subject.equals(owner)) {
      throw notYours();
    }
    return this;
  }

  /**
   * Its deletion by its owner, or by a moderator.
   *
   * @param event the deletion's id
   * @param reason why, or null
   * @throws ProblemException status 403 if somebody else wants it
   */
  public Deleted deletion(String event, String reason, Optional<Identity> by) {
    boolean isOwners = by.filter(who -> who.subject().equals(owner)).isPresent();
    if (!isOwners && by.filter(Identity::isModerator).isEmpty()) {
      throw notYours();
    }
    var origin = Origin.now(event, channel(), by.orElseThrow());
    return new Deleted(
        origin,
        id(),
        isOwners ? Deleted.OWNER : Deleted.MODERATOR,
        reason,
        isOwners ? null : by.get().name());
  }

  public List<JsonObject> reactions() {
    return json.getOrDefault("reactions", JsonValue.EMPTY_JSON_ARRAY)
        .asJsonArray()
        .getValuesAs(JsonObject.class);
  }

  /** The message as JSON. */
  public String toJson() {
    return toObject().toString();
  }

  public JsonObject toObject() {
    var object = Json.createObjectBuilder();
    json.forEach(object::add);
    return object.build();
  }

  private static ProblemException notYours() {
    return new ProblemException(
        Problem.of(403, "Only who posted the message can change it, in the same browser."));
  }

  private String text(String name) {
    return json.get(name) instanceof JsonString text ? text.getString() : null;
  }
}
