package org.messageboard.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Serves the page's files from memory. Those below {@code assets/<version>/} may be cached for
 * ever; the others, index.html above all, are checked each time.
 *
 * <p>Files in a WAR are read once. In development, where they lie on disk, they are read again when
 * somebody asks for one, at most once a second.
 */
public class PageFiles implements Filter {

  private static final Pattern ASSET = Pattern.compile("/assets/([^/]+)(/.*)");
  private static final List<String> DOCUMENTS_ONLY =
      List.of("Content-Security-Policy", "Cross-Origin-Opener-Policy", "Referrer-Policy");

  private static final Set<String> PRIVATE = Set.of("/WEB-INF/", "/META-INF/");
  private static final long SECOND_NANOS = 1_000_000_000;

  @Inject PageSettings settings;

  private ServletContext war;
  private boolean onDisk;
  private Page page;
  private long readAt;

  @Override
  public void init(FilterConfig config) throws ServletException {
    war = config.getServletContext();
    try {
      onDisk = "file".equals(war.getResource(Page.INDEX).getProtocol());
      read();
    } catch (IOException e) {
      throw new ServletException("The page's files cannot be read.", e);
    }
  }

  private void read() throws IOException {
    var contents = new TreeMap<String, byte[]>();
    addFiles("/", contents);
    page = new Page(contents, settings);
    readAt = System.nanoTime();
  }

  private void addFiles(String directory, SortedMap<String, byte[]> contents) throws IOException {
    for (var path : war.getResourcePaths(directory)) {
      if (!path.endsWith("/")) {
        try (var in = war.getResourceAsStream(path)) {
          contents.put(path, in.readAllBytes());
        }
      } else if (!PRIVATE.contains(path)) {
        addFiles(path, contents);
      }
    }
  }

  /** The current version. */
  Page page() throws IOException {
    return onDisk ? freshPage() : page;
  }

  private synchronized Page freshPage() throws IOException {
    if (System.nanoTime() - readAt > SECOND_NANOS) {
      read();
    }
    return page;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var httpRequest = (HttpServletRequest) request;
    var httpResponse = (HttpServletResponse) response;
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      writeErrorPage(httpRequest, httpResponse);
    } else if (!isSent(httpRequest, httpResponse)) {
      chain.doFilter(request, response);
    }
  }

  /** Sends the file, if the request is for one. */
  private boolean isSent(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = path(request);
    if (path.startsWith("/api/")) {
      return false;
    }
    var current = page();
    var asset = ASSET.matcher(path);
    boolean isAsset = asset.matches();
    var file = isAsset ? current.asset(asset.group(2)) : current.file(path);
    if (file == null) {
      return false;
    }
    if (!List.of("GET", "HEAD").contains(request.getMethod())) {
      response.setHeader("Allow", "GET, HEAD");
      response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (isAsset) {
      setAssetHeaders(response);
      sendAsset(file, current.isVersion(asset.group(1)), request, response);
    } else {
      if (path.equals(Page.INDEX)) {
        response.setHeader("Content-Security-Policy", current.policy());
      }
      file.sendIfChanged(request, response);
    }
    return true;
  }

  /** An asset is no document, and has none of the headers that count for documents only. */
  private void setAssetHeaders(HttpServletResponse response) {
    for (var name : DOCUMENTS_ONLY) {
      response.setHeader(name, null);
    }
    if (settings.elsewhere()) {
      response.setHeader("Access-Control-Allow-Origin", "*");
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
    }
  }

  /**
   * A page of another version gets this version's file, but for once. While servers of two versions
   * run side by side, such a page works in all likelihood; without the file it never does.
   */
  private static void sendAsset(
      PageFile file, boolean isCurrent, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (isCurrent) {
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      file.send(request, response);
    } else {
      file.sendIfChanged(request, response);
    }
  }

  /** Whether it asks for the page itself, which loads all other files. */
  public static boolean isPage(HttpServletRequest request) {
    return path(request).equals(Page.INDEX);
  }

  private static String path(HttpServletRequest request) {
    var info = request.getPathInfo();
    var path = request.getServletPath() + (info == null ? "" : info);
    // Without a trailing slash, the context root is redirected
    return path.equals("/") && request.getRequestURI().endsWith("/") ? Page.INDEX : path;
  }

  private void writeErrorPage(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var failed = (String) request.getAttribute("jakarta.servlet.error.request_uri");
    var toRoot = pathToRoot(failed, request.getContextPath());
    response.setContentType("text/html; charset=UTF-8");
    var html = page().errorPage(path(request), toRoot);
    response.getOutputStream().write(html.getBytes(UTF_8));
  }

  /** The relative path from an address to the page's own directory, such as {@code ../../}. */
  static String pathToRoot(String address, String contextPath) {
    long depth = slashes(address) - slashes(contextPath) - 1;
    return depth < 1 ? "./" : "../".repeat((int) depth);
  }

  private static long slashes(String path) {
    return path.chars().filter(c -> c == '/').count();
  }
}
