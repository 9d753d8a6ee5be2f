package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.messageboard.board.Identity;

/** Who opened a connection that stays open and over which may be written. Thread-safe. */
public final class Writer {

  private final Optional<Identity> identity;
  private volatile Session session;

  private Writer(Optional<Identity> identity, Session session) {
    this.identity = identity;
    this.session = session;
  }

  /** Whoever sent a request; call it on the request's own thread. */
  public static Writer of(HttpServletRequest request) {
    return new Writer(Caller.of(request), Caller.session(request).orElse(null));
  }

  /** Who it was then. */
  Optional<Identity> identity() {
    return identity;
  }

  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /** The session has been renewed, or is over. */
  void become(Session current) {
    session = current;
  }
}
