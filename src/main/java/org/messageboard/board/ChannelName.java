package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The rules for channel names, and the channel to use when none is named. The names of private
 * channels are made here and have a form of their own, so whether an event is for everybody shows
 * in its channel's name. {@code private.lua} has the same rule.
 */
public final class ChannelName {

  public static final String DEFAULT = "general";

  /** The rule as a sentence. */
  public static final String RULE =
      "channel must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen.";

  /** The rule as a regular expression. */
  public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,39}";

  /**
   * The channel of what moderators decide about the whole board, and of reports to them. It has the
   * form of a private channel, but no members and no messages: moderators see it on their streams,
   * and nobody anywhere else.
   */
  public static final String MODERATION = "p-00000000000000000000000000000000";

  private static final Pattern FORM = Pattern.compile(PATTERN);
  private static final Pattern PRIVATE = Pattern.compile("[pd]-[0-9a-f]{32}");
  private static final int PRIVATE_LENGTH = 34;
  private static final int HEX = 32;

  private ChannelName() {}

  /** Whether a channel may have this name. */
  public static boolean isValid(String name) {
    return name != null && FORM.matcher(name).matches();
  }

  /** Whether only its members may see a channel of this name. */
  public static boolean isPrivate(String name) {
    return name.length() == PRIVATE_LENGTH && PRIVATE.matcher(name).matches();
  }

  /** Whether it is a private channel that has the same members for ever. */
  public static boolean isDirect(String name) {
    return isPrivate(name) && name.charAt(0) == 'd';
  }

  /**
   * The name of a new private channel, which nobody can guess.
   *
   * @param subject who makes it; repeating the request under the same key makes no other channel
   */
  public static String ofPrivate(String subject, String key) {
    return "p-" + hash(List.of("private", subject, key));
  }

  /**
   * The name of the direct messages between these people, in whatever order.
   *
   * @param people their public ids
   */
  public static String ofDirect(Collection<String> people) {
    var sorted = new TreeSet<>(people);
    return "d-" + hash(List.of("direct", String.join(" ", sorted)));
  }

  private static String hash(List<String> parts) {
    return Digest.hex(String.join("\n", parts).getBytes(UTF_8)).substring(0, HEX);
  }
}
