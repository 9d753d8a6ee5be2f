package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.messageboard.board.Identity;
import org.messageboard.http.ProblemException;
import org.messageboard.view.Restrictions;

/** Says who writes over a connection that stays open, and refuses what they may not do by now. */
@ApplicationScoped
public class Writers {

  @Inject AuthSettings auth;
  @Inject Sessions sessions;
  @Inject Restrictions restrictions;

  /**
   * Who writes: as the session is now, which is renewed if it is time for that.
   *
   * @param method of the request that would write the same
   * @param path of that request, below {@code /api}
   * @throws ProblemException status 401 or 403, as that request would be answered
   */
  public Optional<Identity> admit(Writer writer, String method, String path) {
    if (!auth.signIn()) {
      return writer.identity();
    }
    writer.become(writer.session().flatMap(sessions::current).orElse(null));
    var identity = writer.session().map(Session::identity);
    var refusal =
        new Access(auth.readPublic())
            .refusal(method, path, false, identity, identity.flatMap(restrictions::of));
    if (refusal.isPresent()) {
      throw new ProblemException(refusal.get());
    }
    return identity;
  }
}
