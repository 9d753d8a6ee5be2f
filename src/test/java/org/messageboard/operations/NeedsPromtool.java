package org.messageboard.operations;

import org.messageboard.NeedsCommand;

/** For the tests that need promtool. */
final class NeedsPromtool extends NeedsCommand {

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE ALERT RULES WERE NOT TESTED: there is no promtool on the PATH.
      *
      *  Nothing has checked that they fire when they should. To have it done
      *  install Prometheus' own tool, promtool.
      *  (Debian, Ubuntu: apt-get install --no-install-recommends prometheus,
      *  which starts a Prometheus where there is systemd)
      *  With CI=true in the environment these tests fail instead.
      **********************************************************************
      """;

  NeedsPromtool() {
    super("No promtool is on the PATH.", LEFT_OUT);
  }

  @Override
  protected boolean isThere() {
    return Promtool.find().isPresent();
  }
}
