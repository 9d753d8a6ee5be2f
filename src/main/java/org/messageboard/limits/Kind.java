package org.messageboard.limits;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is counted together. Each kind has its own two settings. */
enum Kind {
  /** Everything that writes, except reactions: posts, edits, deletions, settings of channels. */
  POSTS("posting"),
  REACTIONS("reacting"),
  /** Everything that is read, and streams being opened. */
  READS("reading"),
  /** Read marks being moved. */
  MARKS("marking");

  private static final Pattern REACTION = Pattern.compile("/messages/[^/]+/reactions/.*");

  private final String doing;

  Kind(String doing) {
    this.doing = doing;
  }

  /**
   * The kind of a request, or null if it is not limited.
   *
   * @param path below {@code /api}, decoded and without parameters; null for nothing
   */
  static Kind of(String method, String path) {
    if ("/sign-out/provider".equals(path)) {
      return null; // the provider signs out many people from one address
    }
    return switch (method) {
      case "GET", "HEAD" -> READS;
      case "POST", "PUT", "PATCH", "DELETE" -> ofChange(path == null ? "" : path);
      default -> null;
    };
  }

  private static Kind ofChange(String path) {
    if (path.startsWith("/read-marks/")) {
      return MARKS;
    }
    return REACTION.matcher(path).matches() ? REACTIONS : POSTS;
  }

  /** Such as {@code posts}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Such as {@code posting}. */
  String doing() {
    return doing;
  }
}
