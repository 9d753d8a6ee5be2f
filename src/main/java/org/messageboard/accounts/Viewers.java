package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.messageboard.board.Viewer;
import org.messageboard.view.ExtentReader;

/**
 * Who may see what, for those who ask another store than Redis: that is asked first, and always, so
 * the time of an answer says nothing about what there is.
 */
@ApplicationScoped
public class Viewers {

  @Inject AuthSettings auth;
  @Inject ExtentReader extents;

  /**
   * Whoever has a subject, or is nobody known. Guests are in no private channel.
   *
   * @throws org.messageboard.http.ProblemException status 503 while the view is incomplete
   */
  public Viewer of(String subject) {
    boolean isPerson = auth.signIn() && subject != null;
    return new Viewer(subject, isPerson ? extents.rooms(subject) : Set.of());
  }
}
