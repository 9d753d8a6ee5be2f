package org.messageboard.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a request asks for; few values, whatever clients send. */
enum Route {
  MESSAGES,
  MESSAGE,
  STREAM,
  CHANNELS,
  /** The page and its files. */
  PAGE,
  OTHER;

  private static final String API = "/api/";
  private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "OPTIONS");

  /** Parameters of a segment of a path (RFC 3986, section 3.3), which choose no resource. */
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

  private static final Pattern FILES =
      Pattern.compile("/|/(index\\.html|favicon\\.svg|manifest\\.json|(js|css|img)/.*)");

  /**
   * Of the path as it was sent, without parameters of its segments: what is decoded only by JAX-RS
   * is another route here.
   */
  static Route of(HttpServletRequest request) {
    var path = withoutParameters(request.getRequestURI().substring(root(request)));
    if (path.startsWith(API)) {
      return ofApi(path.substring(API.length()));
    }
    return FILES.matcher(path).matches() ? PAGE : OTHER;
  }

  /** How much of the path is the context root. */
  private static int root(HttpServletRequest request) {
    var root = request.getContextPath();
    return request.getRequestURI().startsWith(root) ? root.length() : 0;
  }

  /** One of those that the board answers, or {@code other}. */
  static String method(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String withoutParameters(String path) {
    return path.indexOf(';') < 0 ? path : PARAMETERS.matcher(path).replaceAll("");
  }

  private static Route ofApi(String path) {
    return switch (path) {
      case "messages", "messages/" -> MESSAGES;
      case "messages/stream" -> STREAM;
      case "channels" -> CHANNELS;
      default -> path.startsWith("messages/") ? MESSAGE : OTHER;
    };
  }
}
