package org.messageboard.board;

import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;

/**
 * What somebody must not do for a while, or for good.
 *
 * @param kind {@link #MUTED} or {@link #BANNED}
 * @param until when it ends, as {@link Origin#timestamp}, or null if it does not end by itself
 * @param reason why, as the person is told
 */
public record Restriction(String kind, String until, String reason) {

  /** The person reads, but posts, edits and reacts nothing. */
  public static final String MUTED = "muted";

  /** The person does nothing here. */
  public static final String BANNED = "banned";

  /** Maximum number of code points of a reason, of this and of everything else in moderation. */
  public static final int MAX_REASON = 200;

  /** The one in what an event of {@link Restricted} was stored as. */
  public static Restriction of(JsonObject json) {
    return new Restriction(
        json.getString("kind"), json.getString("until", null), json.getString("reason"));
  }

  public boolean isBan() {
    return kind.equals(BANNED);
  }

  /** Whether it has ended by itself. */
  public boolean isOver() {
    return until != null && until.compareTo(Origin.stamp()) <= 0;
  }

  /** A sentence for the person. */
  public String sentence() {
    return "You are " + kind + (until == null ? "" : " until " + until) + ": " + reason;
  }

  void write(JsonGenerator json) {
    json.write("kind", kind);
    if (until != null) {
      json.write("until", until);
    }
    json.write("reason", reason);
  }
}
