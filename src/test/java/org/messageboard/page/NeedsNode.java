package org.messageboard.page;

import org.messageboard.NeedsCommand;

/** For the tests that need Node. */
public final class NeedsNode extends NeedsCommand {

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE PAGE'S SCRIPTS WERE NOT CHECKED: there is no Node on the PATH.
      *
      *  Nothing has checked their types or run their unit tests. To have it
      *  done, install Node %d or newer (Debian, Ubuntu: apt-get install nodejs).
      *  With CI=true in the environment these tests fail instead.
      **********************************************************************
      """
          .formatted(Node.OLDEST);

  public NeedsNode() {
    super("No Node " + Node.OLDEST + " or newer is on the PATH.", LEFT_OUT);
  }

  @Override
  protected boolean isThere() {
    return Node.find().isPresent();
  }
}
