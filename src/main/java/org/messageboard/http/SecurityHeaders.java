package org.messageboard.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends the headers that keep browsers from being misused against the board's users. */
public class SecurityHeaders implements Filter {

  private static final String POLICY = policy("", "");

  /**
   * @param files another source of the page's files, after a space; or nothing
   * @param scripts hashes of scripts inside the HTML, each after a space
   */
  static String policy(String files, String scripts) {
    return """
        default-src 'self'; script-src 'self'%1$s%2$s; style-src 'self'%1$s; \
        img-src 'self'%1$s data:; font-src 'self'%1$s; connect-src 'self'; base-uri 'none'; \
        form-action 'none'; frame-ancestors 'none'; object-src 'none'; \
        require-trusted-types-for 'script'"""
        .formatted(files, scripts);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var headers = (HttpServletResponse) response;
    headers.setHeader("Content-Security-Policy", POLICY);
    headers.setHeader("X-Content-Type-Options", "nosniff");
    headers.setHeader("Referrer-Policy", "no-referrer");
    if (request.isSecure()) {
      // Over plain HTTP, browsers ignore it with a message in their console
      headers.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    }
    headers.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    if (!"/api".equals(((HttpServletRequest) request).getServletPath())) {
      // Browsers may cache the page's files, but must check each time whether they have changed
      headers.setHeader("Cache-Control", "no-cache");
    }
    chain.doFilter(request, response);
  }
}
