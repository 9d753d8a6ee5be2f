package org.messageboard.board;

import java.util.regex.Pattern;

/** The rule for channel names, and the channel to use when none is named. */
public final class ChannelName {

  public static final String DEFAULT = "general";

  /** The rule as a sentence. */
  public static final String RULE =
      "channel must be 1 to 40 lower-case letters, digits or hyphens, and not begin with a hyphen.";

  /** The rule as a regular expression. */
  public static final String PATTERN = "[a-z0-9][a-z0-9-]{0,39}";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private ChannelName() {}

  /** Whether a channel may have this name. */
  public static boolean isValid(String name) {
    return name != null && FORM.matcher(name).matches();
  }
}
