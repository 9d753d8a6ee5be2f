package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Restriction;
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

  private static final Pattern REPORT = Pattern.compile("/messages/[^/]+/reports");

  /**
   * Why a request is refused: with 401 if signing in could help, or else with 403.
   *
   * @param reads whether it changes nothing
   * @param identity who sent it
   * @param restriction how moderators have restricted whoever did
   */
  Optional<Problem> refusal(
      HttpServletRequest request,
      boolean reads,
      Optional<Identity> identity,
      Optional<Restriction> restriction) {
    return isApi(request)
        ? refusal(
            request.getMethod(),
            String.valueOf(request.getPathInfo()),
            reads,
            identity,
            restriction)
        : Optional.empty();
  }

  /**
   * The same of something that a request could ask for.
   *
   * @param path below {@code /api}
   */
  Optional<Problem> refusal(
      String method,
      String path,
      boolean reads,
      Optional<Identity> identity,
      Optional<Restriction> restriction) {
    if (OPEN.contains(path)) {
      return Optional.empty();
    }
    if (restriction.filter(it -> it.isBan() || !reads && adds(method, path)).isPresent()) {
      return Optional.of(Problem.of(403, restriction.get().sentence()));
    }
    if (reads && readPublic) {
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

  /** Whether not everybody may send such a request, whatever it is. */
  static boolean needsRole(HttpServletRequest request) {
    return isApi(request) && !OPEN.contains(String.valueOf(request.getPathInfo()));
  }

  /** Whoever has signed in has sessions, with or without a role. */
  private static boolean isOfEverybody(String path) {
    return path.matches("/sessions(/[\\w-]+)?");
  }

  /** What nobody does who is muted. To take back what one has said is no harm, nor is a report. */
  private static boolean adds(String method, String path) {
    return !method.equals("DELETE") && !isMark(path) && !REPORT.matcher(path).matches();
  }

  /** How far somebody has read is part of reading. */
  private static boolean isMark(String path) {
    return path.startsWith("/read-marks/");
  }

  static boolean isApi(HttpServletRequest request) {
    return request.getServletPath().equals("/api");
  }
}
