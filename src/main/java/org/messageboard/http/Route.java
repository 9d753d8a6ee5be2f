package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The kind of resource that a request is for, as a label with few values whatever clients send. */
public enum Route {
  MESSAGES,
  MESSAGE,
  STREAM,
  SOCKET,
  CHANNELS,
  /** The page and its files. */
  PAGE,
  /** Whatever the server asks itself while it warms up. */
  WARM_UP,
  OTHER;

  private static final String API = "/api/";
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

  /** Parameters of a path segment (RFC 3986, section 3.3), which do not affect routing. */
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

  private static final Pattern FILES =
      Pattern.compile(
          "/|/(index\\.html|favicon(-unread)?\\.svg|signed-in\\.html|manifest\\.json|(assets|js|css|img)/.*)");

  /**
   * The route of the path as sent, without segment parameters. A path that matches only after
   * JAX-RS has decoded it counts as another route.
   */
  static Route of(HttpServletRequest request) {
    var path = withoutParameters(request.getRequestURI().substring(rootLength(request)));
    if (path.startsWith(API)) {
      return ofApi(path.substring(API.length()));
    }
    return FILES.matcher(path).matches() ? PAGE : OTHER;
  }

  /**
   * The path below {@code /api}, decoded and without parameters, such as {@code /messages}; empty
   * for another path. What the container calls the path has the parameters still, with decoded
   * slashes in them.
   */
  public static String inApi(HttpServletRequest request) {
    var sent = withoutParameters(request.getRequestURI().substring(rootLength(request)));
    var path = URLDecoder.decode(sent.replace("+", "%2B"), UTF_8);
    return path.startsWith(API) ? path.substring(API.length() - 1) : "";
  }

  /** The length of the context root at the start of the path. */
  private static int rootLength(HttpServletRequest request) {
    var root = request.getContextPath();
    return request.getRequestURI().startsWith(root) ? root.length() : 0;
  }

  /** A method that the board supports, or {@code other}. */
  static String method(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) ? request.getMethod() : "other";
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String withoutParameters(String path) {
    return path.indexOf(';') < 0 ? path : PARAMETERS.matcher(path).replaceAll("");
  }

  private static Route ofPart(String path) {
    if (path.startsWith("messages/")) {
      return MESSAGE;
    }
    return path.startsWith("channels/") ? CHANNELS : OTHER;
  }

  private static Route ofApi(String path) {
    return switch (path) {
      case "messages", "messages/" -> MESSAGES;
      case "messages/stream" -> STREAM;
      case "messages/socket" -> SOCKET;
      case "channels" -> CHANNELS;
      default -> ofPart(path);
    };
  }
}
