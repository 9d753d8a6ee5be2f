package org.messageboard.image;

import org.messageboard.NeedsCommand;

/** For the tests that need Docker with Compose. */
final class NeedsDocker extends NeedsCommand {

  private static final String LEFT_OUT =
      """

      **********************************************************************
      *  THE TESTS OF THE IMAGE WERE LEFT OUT: there is no Docker.
      *
      *  Nothing has built or run the image. To have them run, start Docker
      *  (Engine 20.10 with Compose 2.24.4, or newer), so that
      *    docker version && docker compose version
      *  answers, or name the command in the environment variable DOCKER.
      *  With CI=true in the environment they fail instead.
      **********************************************************************
      """;

  NeedsDocker() {
    super("No Docker with Compose answers.", LEFT_OUT);
  }

  @Override
  protected boolean isThere() {
    return Docker.isThere();
  }
}
