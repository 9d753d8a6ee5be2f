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
 * Refuses what JAX-RS would stumble over: it answers such a request with 500 or an HTML page, and
 * writes a stack trace for each.
 */
public class RequestHead implements Filter {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final String VALUE = "(" + TOKEN + "|\"([^\"\\\\]|\\\\.)*+\")";

  /** A media range (RFC 9110, section 12.5.1), or a mere asterisk; a weight is checked apart. */
  private static final Pattern MEDIA =
      Pattern.compile(
          "(\\*|\\*/\\*|TOKEN/(\\*|TOKEN))(\\s*;\\s*(TOKEN=VALUE)?)*+"
              .replace("TOKEN", TOKEN)
              .replace("VALUE", VALUE));

  private static final Pattern LANGUAGE =
      Pattern.compile("(\\*|[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)(\\s*;\\s*q=.*)?");

  /** RFC 9110, section 12.4.2, and {@code .2}, which Java's own client sends. */
  private static final Pattern WEIGHT = Pattern.compile("0|0?\\.[0-9]{1,9}|0\\.|1(\\.0*)?");

  private static final List<String> LISTS = List.of("Accept", "Accept-Language");

  /** A number that fits. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  /** RFC 3986, section 3.3; what follows a percent sign is checked apart. */
  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@/%-]*");

  private static final Pattern WEIGHTS =
      Pattern.compile(";\\s*q=([^;,]*)", Pattern.CASE_INSENSITIVE);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var asked = (HttpServletRequest) request;
    var wrong = wrong(asked);
    if (wrong == null) {
      chain.doFilter(hasEmptyMember(asked) ? new WithoutEmptyMembers(asked) : asked, response);
    } else {
      refuse(wrong, (HttpServletResponse) response);
    }
  }

  private static String wrong(HttpServletRequest request) {
    if (!isList(request, "Accept", MEDIA)) {
      return "Accept must name media types, such as application/json.";
    }
    if (!isList(request, "Accept-Language", LANGUAGE)) {
      return "Accept-Language must name languages, such as en.";
    }
    var type = request.getHeader("Content-Type");
    if (type != null && !MEDIA.matcher(type.strip()).matches()) {
      return "Content-Type must be a media type; JSON's is application/json.";
    }
    var length = request.getHeader("Content-Length");
    if (length != null && !LENGTH.matcher(length).matches()) {
      return "Content-Length must be the body's number of bytes.";
    }
    return isPath(request.getRequestURI()) && isText(request.getQueryString())
        ? null
        : "The address must be percent-encoded UTF-8.";
  }

  private static boolean isList(HttpServletRequest request, String name, Pattern form) {
    return members(request.getHeaders(name)).stream()
        // An empty member says nothing (RFC 9110, section 5.6.1)
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
    return LISTS.stream().anyMatch(name -> members(request.getHeaders(name)).contains(""));
  }

  private static boolean isPath(String path) {
    return PATH.matcher(path).matches() && isText(path);
  }

  private static boolean isText(String encoded) {
    if (encoded == null) {
      return true;
    }
    var bytes = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        int value = hex(encoded, i + 1);
        if (value < 0) {
          return false;
        }
        bytes.write(value);
        i += 2;
      } else {
        bytes.write(c < 0x80 ? c : '?');
      }
    }
    return isUtf8(bytes.toByteArray());
  }

  /** The byte of two hexadecimal digits, or -1. */
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

  /** As JAX-RS can read it: it takes a list of nothing but commas for a wrong one. */
  private static final class WithoutEmptyMembers extends HttpServletRequestWrapper {

    WithoutEmptyMembers(HttpServletRequest request) {
      super(request);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      var values = super.getHeaders(name);
      return LISTS.stream().anyMatch(name::equalsIgnoreCase)
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

  private static void refuse(String wrong, HttpServletResponse response) throws IOException {
    response.setStatus(400);
    response.setContentType(Problem.MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(Problem.of(400, wrong).toJson().getBytes(UTF_8));
  }
}
