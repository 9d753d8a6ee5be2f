package org.messageboard.browser;

import org.messageboard.NeedsCommand;

/** For the tests that need a Chromium. */
final class NeedsChromium extends NeedsCommand {

  private static final String NAMES = String.join(", ", Chromium.NAMES);

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE BROWSER TESTS WERE LEFT OUT: there is no Chromium on the PATH.
      *
      *  Nothing has tested the page. To have them run, install Chromium or
      *  Chrome so that one of these commands is found:
      *    %s
      *  (Debian, Ubuntu: apt-get install chromium)
      *  With CI=true in the environment they fail instead.
      **********************************************************************
      """
          .formatted(NAMES);

  NeedsChromium() {
    super("No Chromium is on the PATH (looked for " + NAMES + ").", LEFT_OUT);
  }

  @Override
  protected boolean isThere() {
    return Chromium.find().isPresent();
  }
}
