package org.messageboard.limits;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is counted together. Each personal kind has two settings of its own. */
enum Kind {
  /** Everything that writes, except reactions: posts, edits, deletions, settings of channels. */
  POSTS("posting"),
  REACTIONS("reacting"),
  /** Everything that is read, and streams being opened. */
  READS("reading"),
  /** Read marks being moved. */
  MARKS("marking"),
  /** Browsers that come back from the provider, for each of which the board asks it. */
  SIGN_INS("signing in", POSTS),
  /** The provider signs out many people from one address. */
  SIGN_OUTS("signing people out", READS);

  private static final Pattern REACTION = Pattern.compile("/messages/[^/]+/reactions/.*");

  private final String doing;
  private final Kind like;

  Kind(String doing) {
    this(doing, null);
  }

  /**
   * A kind that is not personal.
   *
   * @param like the kind whose settings it has
   */
  Kind(String doing, Kind like) {
    this.doing = doing;
    this.like = like;
  }

  /**
   * The kind of a request, or null if it is not limited.
   *
   * @param path below {@code /api}, decoded and without parameters
   */
  static Kind of(String method, String path) {
    return switch (method) {
      case "GET", "HEAD" -> path.equals("/sign-in/callback") ? SIGN_INS : READS;
      case "POST", "PUT", "PATCH", "DELETE" -> ofChange(path);
      default -> null;
    };
  }

  private static Kind ofChange(String path) {
    if (path.startsWith("/read-marks/")) {
      return MARKS;
    }
    if (path.equals("/sign-out/provider")) {
      return SIGN_OUTS;
    }
    return REACTION.matcher(path).matches() ? REACTIONS : POSTS;
  }

  /** Whether each person has a bucket of this kind; otherwise only addresses have. */
  boolean isPersonal() {
    return like == null;
  }

  /** The kind whose settings it has: a personal one has its own. */
  Kind settings() {
    return like == null ? this : like;
  }

  /** Such as {@code posts}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Such as {@code posting}. */
  String doing() {
    return doing;
  }
}
