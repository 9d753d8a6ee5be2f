package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.messageboard.board.Identity;

/** Who sent a request. */
public final class Caller {

  private static final String ATTRIBUTE = Caller.class.getName();

  private Caller() {}

  /**
   * The identity that the request has proved; empty for a client without one, such as {@code curl}.
   * Call it on the request's own thread.
   */
  public static Optional<Identity> of(HttpServletRequest request) {
    return Optional.ofNullable((Identity) request.getAttribute(ATTRIBUTE));
  }

  /** Its subject, or null. */
  public static String subject(HttpServletRequest request) {
    return of(request).map(Identity::subject).orElse(null);
  }

  static void set(HttpServletRequest request, Identity identity) {
    request.setAttribute(ATTRIBUTE, identity);
  }
}
