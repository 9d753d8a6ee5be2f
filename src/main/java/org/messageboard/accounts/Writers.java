package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.messageboard.board.Identity;
import org.messageboard.http.ProblemException;

/** Says who writes over a connection that stays open, and refuses what they may not do by now. */
@ApplicationScoped
public class Writers {

  @Inject AuthSettings auth;
  @Inject Sessions sessions;

  /**
   * Who writes: as the session is now, which is renewed if it is time for that.
   *
   * @param path below {@code /api} of the request that would write the same
   * @throws ProblemException status 401 or 403, as that request would be answered
   */
  public Optional<Identity> admit(Writer writer, String path) {
    if (!auth.signIn()) {
      return writer.identity();
    }
    writer.become(writer.session().flatMap(sessions::current).orElse(null));
    var identity = writer.session().map(Session::identity);
    var refusal = new Access(auth.readPublic()).refusal(path, false, identity);
    if (refusal.isPresent()) {
      throw new ProblemException(refusal.get());
    }
    return identity;
  }
}
