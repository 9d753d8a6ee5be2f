package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.messageboard.accounts.Caller;
import org.messageboard.accounts.Viewers;
import org.messageboard.archive.Archive;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Viewer;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ChannelReader;

/** Who may do what is in this package: moderators who have signed in, and the operator. */
@ApplicationScoped
class Keepers {

  @Inject Archive archive;
  @Inject Viewers viewers;

  /**
   * Who sent a request. Call it on the request's own thread.
   *
   * @throws ProblemException status 404 without an archive, 403 for everybody else
   */
  Identity of(HttpServletRequest request) {
    if (!archive.isEnabled()) {
      throw new ProblemException(
          Problem.of(404, "This board has no archive, so there is nothing of this kind here."));
    }
    return Caller.of(request)
        .filter(Identity::isModerator)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(403, "Only moderators, who have signed in, and the operator may.")));
  }

  /**
   * The same, of a request about a channel.
   *
   * @throws ProblemException status 404 if they may not see it
   */
  Identity of(String channel, HttpServletRequest request) {
    var keeper = of(request);
    if (!ChannelName.isValid(channel) || !viewer(keeper).maySee(channel)) {
      throw ChannelReader.unknown();
    }
    return keeper;
  }

  /** What somebody may see: a moderator no private channel but their own, the operator all. */
  Viewer viewer(Identity keeper) {
    return keeper.isOperator()
        ? new Viewer(keeper.subject(), Set.of(), true)
        : viewers.of(keeper.subject());
  }
}
