package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.http.Problem;

/**
 * What somebody may do where people sign in. Everything below {@code /api} that is not listed here
 * needs a role, so a new resource is closed until somebody opens it.
 *
 * @param readPublic whether those who have not signed in may read
 */
record Access(boolean readPublic) {

  /** What signs in and out, by its decoded path. */
  private static final Set<String> OPEN =
      Set.of("/session", "/sign-in", "/sign-in/callback", "/sign-out", "/sign-out/provider");

  /**
   * Why a request is refused: with 401 if signing in could help, or else with 403.
   *
   * @param reads whether it changes nothing
   * @param identity who sent it
   */
  Optional<Problem> refusal(
      HttpServletRequest request, boolean reads, Optional<Identity> identity) {
    return isApi(request)
        ? refusal(String.valueOf(request.getPathInfo()), reads, identity)
        : Optional.empty();
  }

  /**
   * The same of something that a request could ask for.
   *
   * @param path below {@code /api}
   */
  Optional<Problem> refusal(String path, boolean reads, Optional<Identity> identity) {
    if (OPEN.contains(path) || reads && readPublic) {
      return Optional.empty();
    }
    var needed = reads || isMark(path) ? Role.READER : Role.POSTER;
    if (identity.isEmpty()) {
      return Optional.of(Problem.of(401, "Sign in first."));
    }
    return isOfEverybody(path) || identity.get().roles().contains(needed)
        ? Optional.empty()
        : Optional.of(
            Problem.of(
                403, needed == Role.READER ? "You may not read here." : "You may not post here."));
  }

  /** Whoever has signed in has sessions, with or without a role. */
  private static boolean isOfEverybody(String path) {
    return path.matches("/sessions(/[\\w-]+)?");
  }

  /** How far somebody has read is part of reading. */
  private static boolean isMark(String path) {
    return path.startsWith("/read-marks/");
  }

  static boolean isApi(HttpServletRequest request) {
    return request.getServletPath().equals("/api");
  }
}
