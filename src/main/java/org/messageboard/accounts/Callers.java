package org.messageboard.accounts;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageboard.accounts.GuestCookie.Guest;
import org.messageboard.board.Identity;
import org.messageboard.http.CorsSettings;
import org.messageboard.http.OwnRequests;
import org.messageboard.http.PageFiles;
import org.messageboard.http.Problem;

/**
 * Finds out who sends each request, gives guests their cookies, and refuses what another site's
 * page makes a browser send, and what somebody may not do.
 *
 * <p>Only the page itself brings a cookie. A browser loads it once and before it posts anything; of
 * several first requests to the API, each would bring another cookie, and the post might have been
 * sent with the one that is then replaced.
 */
public class Callers implements Filter {

  private static final String NAME = "board-guest";

  /** A browser takes such a cookie only from this very host, over HTTPS (RFC 6265bis, 4.1.3.2). */
  private static final String HOST_PREFIX = "__Host-";

  /** RFC 9110, section 9.2.1. */
  private static final List<String> SAFE = List.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final String REFUSED =
      "Another site's page sent this request, or a proxy hides the address that the browser asked:"
          + " it must pass Host on, or set X-Forwarded-Host.";

  @Inject SigningKeys keys;
  @Inject AuthSettings settings;
  @Inject SignedIn signedIn;
  @Inject OperatorSettings operator;
  @Inject CorsSettings cors;
  @Inject OwnRequests own;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var httpRequest = (HttpServletRequest) request;
    var httpResponse = (HttpServletResponse) response;
    var proof = SameOrigin.of(name -> header(httpRequest, name), cors::allows);
    boolean safe = SAFE.contains(httpRequest.getMethod());
    if ((!safe || asksForSocket(httpRequest)) && proof == SameOrigin.REFUTED) {
      Problem.of(403, REFUSED).send(httpResponse);
      return;
    }
    if (own.has(httpRequest)) {
      chain.doFilter(request, response);
    } else if (operator.isOperators(httpRequest.getHeader("Authorization"))) {
      Caller.set(httpRequest, Identity.operator());
      chain.doFilter(request, response);
    } else if (!settings.signIn()) {
      recognise(httpRequest, httpResponse, safe || proof == SameOrigin.PROVEN);
      chain.doFilter(request, response);
    } else if (signedIn.admits(httpRequest, httpResponse, safe, proof == SameOrigin.PROVEN)) {
      chain.doFilter(request, response);
    }
  }

  /**
   * Any site's page may ask for a WebSocket, and would read what comes (RFC 6455, section 10.2).
   */
  private static boolean asksForSocket(HttpServletRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
  }

  /**
   * Recognises a guest.
   *
   * @param counts whether its cookie counts: without a proof, such as from curl, it does not for a
   *     write
   */
  private void recognise(HttpServletRequest request, HttpServletResponse response, boolean counts) {
    var cookies = new GuestCookie(keys.get());
    var guest = guest(request, cookies);
    if (counts) {
      guest.ifPresent(known -> Caller.set(request, Identity.guest(known.subject())));
    }
    if (needsCookie(request, guest) && !cookies.keys().isEmpty()) {
      give(cookies, guest, request, response);
    }
  }

  private static Optional<Guest> guest(HttpServletRequest request, GuestCookie cookies) {
    var sent = request.getCookies();
    var name = name(request);
    return Stream.of(sent == null ? new Cookie[0] : sent)
        .filter(cookie -> cookie.getName().equals(name))
        // There may be another board's, at a path above
        .flatMap(cookie -> cookies.verify(cookie.getValue(), now()).stream())
        .findFirst();
  }

  private static boolean needsCookie(HttpServletRequest request, Optional<Guest> guest) {
    return request.getMethod().equals("GET")
        && PageFiles.isPage(request)
        && guest.map(Guest::renewable).orElse(true);
  }

  private static void give(
      GuestCookie cookies,
      Optional<Guest> guest,
      HttpServletRequest request,
      HttpServletResponse response) {
    var subject = guest.map(Guest::subject).orElseGet(GuestCookie::newSubject);
    response.addHeader(
        "Set-Cookie",
        name(request)
            + "="
            + cookies.issue(subject, now())
            + "; Max-Age="
            + GuestCookie.LIFE.toSeconds()
            + attributes(request));
    // No cache may keep what only this browser may get
    response.setHeader("Cache-Control", "no-store");
  }

  private static String name(HttpServletRequest request) {
    return isHostPrefixed(request) ? HOST_PREFIX + NAME : NAME;
  }

  /**
   * Without a path the browser takes that of the page's directory (RFC 6265, section 5.1.4): right
   * behind a proxy that changes the path too. The prefix requires the root.
   */
  private static String attributes(HttpServletRequest request) {
    return (isHostPrefixed(request) ? "; Path=/" : "")
        + "; HttpOnly; SameSite=Lax"
        + (request.isSecure() ? "; Secure" : "");
  }

  private static boolean isHostPrefixed(HttpServletRequest request) {
    return request.isSecure() && request.getContextPath().isEmpty();
  }

  /** HTTP/2 has a pseudo-header instead of Host. */
  private static String header(HttpServletRequest request, String name) {
    var value = request.getHeader(name);
    return value == null && name.equals("Host")
        ? request.getServerName() + ":" + request.getServerPort()
        : value;
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
