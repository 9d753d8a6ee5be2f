package org.messageboard.channels;

import jakarta.servlet.http.HttpServletRequest;
import org.messageboard.accounts.Caller;
import org.messageboard.board.Identity;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Who sent a request that only people who have signed in may send. */
final class SignedInCaller {

  private SignedInCaller() {}

  /**
   * The person. Call it on the request's own thread.
   *
   * @throws ProblemException status 403 for guests
   */
  static Identity of(HttpServletRequest request) {
    return Caller.of(request)
        .filter(Identity::isSignedIn)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.of(
                        403,
                        "Private channels and direct messages are for people who have signed"
                            + " in.")));
  }
}
