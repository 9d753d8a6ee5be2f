package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rejects requests with malformed headers or addresses, which JAX-RS would answer with 500 or an
 * HTML page, and log with a stack trace each.
 */
public class RequestHead implements Filter {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String VALUE = "(" + TOKEN + "|\"([^\"\\\\]|\\\\.)*+\")";

  /**
   * A media range (RFC 9110, section 12.5.1) or a single asterisk. Weights are checked separately.
   */
  private static final Pattern MEDIA =
      Pattern.compile(
          "(\\*|\\*/\\*|TOKEN/(\\*|TOKEN))(\\s*;\\s*(TOKEN=VALUE)?)*+"
              .replace("TOKEN", TOKEN)
              .replace("VALUE", VALUE));

  private static final Pattern LANGUAGE =
      Pattern.compile("(\\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)(\\s*;\\s*q=.*)?");

  /** A weight (RFC 9110, section 12.4.2), or the form {@code .2}, which Java's own client sends. */
  private static final Pattern WEIGHT = Pattern.compile("0|0?\\.[0-9]{1,9}|0\\.|1(\\.0*)?");

  private static final List<String> LIST_HEADERS = List.of("Accept", "Accept-Language");

  /** A number that fits into a {@code long}. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /**
   * A host with or without a port (RFC 3986, section 3.2.2), as JAX-RS can make an address of it.
   */
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._~!$&'()*+,;=-]*)(:[0-9]{0,5})?");

  /** A path (RFC 3986, section 3.3). What follows a percent sign is checked separately. */
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/%-]*");

  private static final Pattern WEIGHTS =
      Pattern.compile(";\\s*q=([^;,]*)", Pattern.CASE_INSENSITIVE);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var httpRequest = (HttpServletRequest) request;
    var error = findError(httpRequest);
    if (error == null) {
      chain.doFilter(
          hasEmptyMember(httpRequest) ? new WithoutEmptyMembers(httpRequest) : httpRequest,
          response);
    } else {
      if (hasForbiddenContent(httpRequest)) {
        ((HttpServletResponse) response).setHeader("Connection", "close");
      }
      Problem.of(400, error).send((HttpServletResponse) response);
    }
  }

  /**
   * Whether it is a TRACE with content, which no client may send (RFC 9110, section 9.3.8). Liberty
   * does not read that content: on a connection that stayed open it would be the next request.
   */
  private static boolean hasForbiddenContent(HttpServletRequest request) {
    var length = request.getHeader("Content-Length");
    return request.getMethod().equals("TRACE")
        && (length != null && !length.equals("0")
            || request.getHeader("Transfer-Encoding") != null);
  }

  /** What is wrong with the request, in a sentence; null if nothing is. */
  private static String findError(HttpServletRequest request) {
    if (hasForbiddenContent(request)) {
      return "A TRACE request must have no content.";
    }
    if (!isList(request, "Accept", MEDIA)) {
      return "Accept must name media types, such as application/json.";
    }
    if (!isList(request, "Accept-Language", LANGUAGE)) {
      return "Accept-Language must name languages, such as en.";
    }
    var type = request.getHeader("Content-Type");
    if (type != null && !MEDIA.matcher(type.strip()).matches()) {
      return "Content-Type must be a media type, such as application/json.";
    }
    var length = request.getHeader("Content-Length");
    if (length != null && !LENGTH.matcher(length).matches()) {
      return "Content-Length must be the length of the body in bytes.";
    }
    var host = request.getHeader("Host");
    if (host != null && !HOST.matcher(host.strip()).matches()) {
      return "Host must be the name of a host, with or without a port.";
    }
    return isPath(request.getRequestURI()) && isText(request.getQueryString())
        ? null
        : "The address must be percent-encoded UTF-8.";
  }

  private static boolean isList(HttpServletRequest request, String name, Pattern form) {
    return request.getHeader(name) == null
        || members(request.getHeaders(name)).stream()
            // Empty members are ignored (RFC 9110, section 5.6.1)
            .filter(part -> !part.isEmpty())
            .allMatch(
                part ->
                    form.matcher(part).matches()
                        && WEIGHTS
                            .matcher(part)
                            .results()
                            .allMatch(w -> WEIGHT.matcher(w.group(1).strip()).matches()));
  }

  private static List<String> members(Enumeration<String> values) {
    return Collections.list(values).stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private static boolean hasEmptyMember(HttpServletRequest request) {
    return LIST_HEADERS.stream()
        .anyMatch(
            name ->
                request.getHeader(name) != null && members(request.getHeaders(name)).contains(""));
  }

  private static boolean isPath(String path) {
    return PATH.matcher(path).matches() && isText(path);
  }

  private static boolean isText(String encoded) {
    var bytes = encoded == null ? new byte[0] : decode(encoded);
    return bytes != null && isUtf8(bytes);
  }

  /** The bytes of a percent-encoded text, or null if a percent sign lacks its two digits. */
  private static byte[] decode(String encoded) {
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int value = hex(encoded, i + 1);
        if (value < 0) {
          return null;
        }
        bytes.write(value);
        i += 2;
      } else {
        bytes.write(c < 0x80 ? c : '?');
      }
    }
    return bytes.toByteArray();
  }

  /** The value of two hexadecimal digits, or -1. */
  private static int hex(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * The request without empty list members, because JAX-RS rejects a list of nothing but commas.
   */
  private static final class WithoutEmptyMembers extends HttpServletRequestWrapper {

    WithoutEmptyMembers(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      var values = super.getHeaders(name);
      return LIST_HEADERS.stream().anyMatch(name::equalsIgnoreCase)
          ? Collections.enumeration(
              members(values).stream().filter(part -> !part.isEmpty()).toList())
          : values;
    }

    @Override
    public String getHeader(String name) {
      var values = getHeaders(name);
      return values.hasMoreElements() ? values.nextElement() : null;
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> getHeader(name) != null)
              .toList());
    }
  }
}
