package org.messageboard.http;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Lets pages of certain other origins read the API's answers (WHATWG Fetch, "CORS protocol"). It
 * comes before all filters that refuse requests, so that those pages can read why.
 */
public class Cors implements Filter {

  private static final String METHODS = "GET, HEAD, POST, PUT, DELETE";
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID,"
          + " traceparent";
  private static final String EXPOSED =
      "Age, ETag, Location, RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate";

  /** Seconds; Chromium takes no more. */
  private static final String MAX_AGE = "7200";

  @Inject CorsSettings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (settings.origins().isEmpty()
        || !isAnswered((HttpServletRequest) request, (HttpServletResponse) response)) {
      chain.doFilter(request, response);
    }
  }

  /** Whether it was a preflight, which is answered here. */
  private boolean isAnswered(HttpServletRequest request, HttpServletResponse response) {
    // Also for requests without one: a cache must not give their answers to those with one
    response.addHeader("Vary", "Origin");
    var origin = request.getHeader("Origin");
    if (!settings.allows(origin)) {
      return false;
    }
    response.setHeader("Access-Control-Allow-Origin", origin);
    response.setHeader("Access-Control-Allow-Credentials", "true");
    if (!request.getMethod().equals("OPTIONS")
        || request.getHeader("Access-Control-Request-Method") == null) {
      response.setHeader("Access-Control-Expose-Headers", EXPOSED);
      return false;
    }
    response.setHeader("Access-Control-Allow-Methods", METHODS);
    response.setHeader("Access-Control-Allow-Headers", REQUEST_HEADERS);
    response.setHeader("Access-Control-Max-Age", MAX_AGE);
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    return true;
  }
}
