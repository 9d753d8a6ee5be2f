package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Lets browsers cache the page's files until their content changes. The server would compare dates,
 * which are the same in every build because the WAR is reproducible. Also adjusts the links of
 * error pages, which appear at any address.
 */
public class PageFiles implements Filter {

  /** A file that browsers may load: not a directory, nothing private, no {@code ..}. */
  private static final Pattern FILE =
      Pattern.compile("(?!/(WEB|META)-INF/)(/[A-Za-z0-9_-]+)+\\.[a-z0-9]+");

  /** An entity tag (RFC 9110, section 8.8.3): any characters in quotes. */
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  /** The beginning of an error page's link, which the path to the page's own directory replaces. */
  private static final Pattern LINK = Pattern.compile("(?<=\\shref=\")(\\./|/)?");

  private static final List<String> DATES = List.of("If-Modified-Since", "If-Unmodified-Since");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var httpRequest = (HttpServletRequest) request;
    var httpResponse = (HttpServletResponse) response;
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      writeErrorPage(httpRequest, httpResponse);
    } else if ("/api".equals(httpRequest.getServletPath())) {
      chain.doFilter(request, response);
    } else if (isUnchanged(httpRequest, httpResponse)) {
      httpResponse.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    } else {
      chain.doFilter(new WithoutDates(httpRequest), new WithoutDate(httpResponse));
    }
  }

  /** Whether the client has the current content of the file. Sets its tag in any case. */
  private static boolean isUnchanged(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!List.of("GET", "HEAD").contains(request.getMethod())) {
      return false;
    }
    var content = content(request.getServletContext(), path(request));
    if (content == null) {
      return false;
    }
    var tag = UUID.nameUUIDFromBytes(content).toString();
    // Weak, because it also applies when the server or a proxy compresses the file
    response.setHeader("ETag", "W/\"" + tag + '"');
    return Collections.list(request.getHeaders("If-None-Match")).stream()
        .anyMatch(header -> matches(header, tag));
  }

  /** Weak comparison (RFC 9110, section 13.1.2). */
  static boolean matches(String header, String tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(one -> one.group(1).equals(tag));
  }

  private static String path(HttpServletRequest request) {
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    // Without a trailing slash, the context root is redirected
    return path.equals("/") && request.getRequestURI().endsWith("/") ? "/index.html" : path;
  }

  /** The content of the file, or null if there is none. */
  private static byte[] content(ServletContext files, String path) throws IOException {
    if (!FILE.matcher(path).matches()) {
      return null;
    }
    try (var in = files.getResourceAsStream(path)) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static void writeErrorPage(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var page = content(request.getServletContext(), path(request));
    var failed = (String) request.getAttribute("jakarta.servlet.error.request_uri");
    var toRoot = pathToRoot(failed, request.getContextPath());
    response.setContentType("text/html; charset=UTF-8");
    var text = LINK.matcher(new String(page, UTF_8)).replaceAll(toRoot);
    response.getOutputStream().write(text.getBytes(UTF_8));
  }

  /** The relative path from an address to the page's own directory, such as {@code ../../}. */
  static String pathToRoot(String address, String contextPath) {
    long depth = slashes(address) - slashes(contextPath) - 1;
    return depth < 1 ? "./" : "../".repeat((int) depth);
  }

  private static long slashes(String path) {
    return path.chars().filter(c -> c == '/').count();
  }

  private static final class WithoutDates extends HttpServletRequestWrapper {

    WithoutDates(HttpServletRequest request) {
      super(request);
    }

    @Override
    public long getDateHeader(String name) {
      return DATES.stream().anyMatch(name::equalsIgnoreCase) ? -1 : super.getDateHeader(name);
    }

    @Override
    public String getHeader(String name) {
      return DATES.stream().anyMatch(name::equalsIgnoreCase) ? null : super.getHeader(name);
    }
  }

  private static final class WithoutDate extends HttpServletResponseWrapper {

    WithoutDate(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void setDateHeader(String name, long date) {
      if (!"Last-Modified".equalsIgnoreCase(name)) {
        super.setDateHeader(name, date);
      }
    }
  }
}
