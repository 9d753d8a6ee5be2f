package org.messageboard.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The board's address as browsers see it.
 *
 * @param base with a slash at its end, such as {@code https://board.example/}
 */
record PublicAddress(URI base) {

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  /**
   * The configured address, or what the request shows: {@code X-Forwarded-Proto} and {@code
   * X-Forwarded-Host} of a proxy, or else its own scheme and host. Anybody can send these, but
   * another site cannot make a browser send them, and the provider knows which addresses are right.
   */
  static PublicAddress of(Optional<URI> configured, HttpServletRequest request) {
    return new PublicAddress(
        configured.map(PublicAddress::directory).orElseGet(() -> shown(request)));
  }

  private static URI directory(URI url) {
    var text = url.toString();
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  private static URI shown(HttpServletRequest request) {
    boolean tls = request.isSecure() || "https".equals(first(request, "X-Forwarded-Proto"));
    var scheme = tls ? "https" : "http";
    return URI.create(scheme + "://" + host(request) + request.getContextPath() + "/");
  }

  private static String host(HttpServletRequest request) {
    for (var name : List.of("X-Forwarded-Host", "Host")) {
      var host = first(request, name);
      if (host != null && HOST.matcher(host).matches() && parses(host)) {
        return host;
      }
    }
    // HTTP/2 has no Host; a standard port does not belong into the address
    int port = request.getServerPort();
    return request.getServerName() + (port == 80 || port == 443 ? "" : ":" + port);
  }

  /** The pattern fits more than addresses between brackets. */
  private static boolean parses(String host) {
    try {
      return new URI("http://" + host + "/").getRawAuthority() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Each proxy appends its own; the first one's is the browser's. */
  private static String first(HttpServletRequest request, String header) {
    var list = request.getHeader(header);
    return list == null ? null : list.split(",", 2)[0].strip();
  }

  /** Where the provider sends browsers back to. */
  URI callback() {
    return base.resolve("api/sign-in/callback");
  }

  boolean isSecure() {
    return base.getScheme().equals("https");
  }

  /** Whether a cookie may have the prefix of a cookie for this very host. */
  boolean isRoot() {
    return base.getRawPath().equals("/");
  }
}
