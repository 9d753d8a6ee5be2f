package org.messageboard.accounts;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Stream;

/**
 * A cookie of those who sign in: for this very host over HTTPS at its root ({@code __Host-}, RFC
 * 6265bis, section 4.1.3.2), and never for scripts.
 */
record HostCookie(String label, PublicAddress address) {

  private String name() {
    return address.isSecure() && address.isRoot() ? "__Host-" + label : label;
  }

  /** The values that the browser sent; there may be another board's, at a path above. */
  Stream<String> values(HttpServletRequest request) {
    var sent = request.getCookies();
    return Stream.of(sent == null ? new Cookie[0] : sent)
        .filter(cookie -> cookie.getName().equals(name()))
        .map(Cookie::getValue);
  }

  /**
   * The header that sets it.
   *
   * @param seconds how long the browser keeps it; 0 removes it
   */
  String header(String value, long seconds) {
    return name()
        + "="
        + value
        + "; Max-Age="
        + seconds
        + "; Path="
        + address.base().getRawPath()
        + "; HttpOnly; SameSite=Lax"
        + (address.isSecure() ? "; Secure" : "");
  }
}
