package org.messageboard.operations;

import com.marcnuri.helm.Helm;
import org.messageboard.NeedsCommand;

/** For the tests that need Helm, which is a library here. */
final class NeedsHelm extends NeedsCommand {

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE CHART WAS NOT RENDERED: there is no Helm for this platform.
      *
      *  Nothing has checked its templates against the API of Kubernetes. To
      *  have it done run the tests on Linux (glibc), macOS or Windows, on
      *  amd64 or arm64.
      *  With CI=true in the environment these tests fail instead.
      **********************************************************************
      """;

  NeedsHelm() {
    super("There is no Helm for this platform.", LEFT_OUT);
  }

  @Override
  protected boolean isThere() {
    try {
      return !Helm.version().call().isEmpty();
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }
}
