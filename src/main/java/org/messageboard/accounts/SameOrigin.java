package org.messageboard.accounts;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which site sent a request that changes something, as the browser tells. Scripts of a page cannot
 * set these headers.
 */
enum SameOrigin {
  /**
   * The board's own page, one of an origin that the operator has allowed, or somebody who typed the
   * address.
   */
  PROVEN,
  /** Not a browser: there is no header that says. */
  UNKNOWN,
  /** Another site. */
  REFUTED;

  private static final String HOST = "([^/:@\\[\\]]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?";
  private static final Pattern AUTHORITY = Pattern.compile(HOST);
  private static final Pattern ORIGIN =
      Pattern.compile("(https?)://" + HOST, Pattern.CASE_INSENSITIVE);

  /**
   * {@code Sec-Fetch-Site} decides (W3C Fetch Metadata). Browsers send it over HTTPS and to
   * localhost. Otherwise {@code Origin} (RFC 6454) does: its host and port must be those of the
   * address that the browser asked, which a proxy may hand on in {@code X-Forwarded-Host} and
   * {@code X-Forwarded-Port}. Schemes are not compared, because a proxy may have ended TLS.
   *
   * @param header returns a header of the request, or null
   * @param isAllowed whether an origin, or null, is another whose pages act for people
   */
  static SameOrigin of(UnaryOperator<String> header, Predicate<String> isAllowed) {
    if (isAllowed.test(header.apply("Origin"))) {
      return PROVEN;
    }
    var site = header.apply("Sec-Fetch-Site");
    if (site != null) {
      return List.of("same-origin", "none").contains(site) ? PROVEN : REFUTED;
    }
    var origin = header.apply("Origin");
    if (origin == null) {
      return UNKNOWN;
    }
    return isOwn(origin, header) ? PROVEN : REFUTED;
  }

  private static boolean isOwn(String origin, UnaryOperator<String> header) {
    var sender = ORIGIN.matcher(origin);
    if (!sender.matches()) {
      return false; // also "null", of a page without an origin
    }
    int standard = sender.group(1).equalsIgnoreCase("https") ? 443 : 80;
    int port = port(sender.group(3), standard);
    boolean isForwarded = Integer.toString(port).equals(header.apply("X-Forwarded-Port"));
    return Stream.of(header.apply("Host"), first(header.apply("X-Forwarded-Host")))
        .map(host -> AUTHORITY.matcher(host == null ? "" : host))
        .filter(host -> host.matches() && host.group(1).equalsIgnoreCase(sender.group(2)))
        .anyMatch(host -> isForwarded || port(host.group(2), standard) == port);
  }

  /** Each proxy appends its own; the first one's is the browser's. */
  private static String first(String list) {
    return list == null ? null : list.split(",", 2)[0].strip();
  }

  private static int port(String text, int standard) {
    return text == null ? standard : Integer.parseInt(text);
  }
}
