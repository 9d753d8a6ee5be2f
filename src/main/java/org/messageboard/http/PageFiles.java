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
 * Lets browsers keep the page's files as long as their content is the same. The server would go by
 * their dates, and those are equal in all builds: the WAR is reproducible. Error pages, which are
 * shown at any address, get links that are right there.
 */
public class PageFiles implements Filter {

  /** Neither a directory nor a way around one. */
  private static final Pattern FILE =
      Pattern.compile("(?!/(WEB|META)-INF/)(/[A-Za-z0-9_-]+)+\\.[a-z0-9]+");

  /** RFC 9110, section 8.8.3: what stands in quotes may be anything else. */
  private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

  /** Where an error page's links begin: at the page's own directory, however they are written. */
  private static final Pattern LINK = Pattern.compile("(?<=\\shref=\")(\\./|/)?");

  private static final List<String> DATES = List.of("If-Modified-Since", "If-Unmodified-Since");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var asked = (HttpServletRequest) request;
    var answer = (HttpServletResponse) response;
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      writeErrorPage(asked, answer);
    } else if ("/api".equals(asked.getServletPath())) {
      chain.doFilter(request, response);
    } else if (isKnown(asked, answer)) {
      answer.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    } else {
      chain.doFilter(new WithoutDates(asked), new WithoutDate(answer));
    }
  }

  /** Whether the client has the file as it is; its tag is set in any case. */
  private static boolean isKnown(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!List.of("GET", "HEAD").contains(request.getMethod())) {
      return false;
    }
    var content = content(request.getServletContext(), path(request));
    if (content == null) {
      return false;
    }
    var tag = UUID.nameUUIDFromBytes(content).toString();
    // Weak: the same for what a server or a proxy compresses
    response.setHeader("ETag", "W/\"" + tag + '"');
    return Collections.list(request.getHeaders("If-None-Match")).stream()
        .anyMatch(header -> isAmong(header, tag));
  }

  /** Compared weakly (RFC 9110, section 13.1.2). */
  static boolean isAmong(String header, String tag) {
    return header.strip().equals("*")
        || TAG.matcher(header).results().anyMatch(one -> one.group(1).equals(tag));
  }

  private static String path(HttpServletRequest request) {
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    // Without a slash at its end the context root is answered with a redirection
    return path.equals("/") && request.getRequestURI().endsWith("/") ? "/index.html" : path;
  }

  /** What the file holds, or null when there is none. */
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
    var up = up(failed, request.getContextPath());
    response.setContentType("text/html; charset=UTF-8");
    var text = LINK.matcher(new String(page, UTF_8)).replaceAll(up);
    response.getOutputStream().write(text.getBytes(UTF_8));
  }

  /** The way from an address to the page's own directory, such as {@code ../../}. */
  static String up(String address, String contextPath) {
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
