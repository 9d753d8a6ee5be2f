package org.messageboard.limits;

import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.messageboard.accounts.Caller;
import org.messageboard.http.OwnRequests;
import org.messageboard.http.Route;

/** Refuses requests to the API that come too fast, before anything reads their bodies. */
public class Limits implements Filter {

  @Inject RequestRates rates;
  @Inject OwnRequests own;

  private boolean enabled;

  @Override
  public void init(FilterConfig config) {
    enabled = rates.enabled();
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    if (!enabled || own.has(http) || admits(http, (HttpServletResponse) response)) {
      chain.doFilter(request, response);
    }
  }

  private boolean admits(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var decision =
        rates.take(
            request.getMethod(),
            Route.inApi(request),
            Caller.subject(request),
            request.getRemoteAddr());
    return decision.isEmpty() || tell(decision.get(), response);
  }

  /** Tells the client how many are left, and answers a refused request. */
  private static boolean tell(Decision decision, HttpServletResponse response) throws IOException {
    response.setHeader("RateLimit-Policy", decision.policy());
    response.setHeader("RateLimit", decision.limit());
    if (!decision.admitted()) {
      decision.problem().send(response);
    }
    return decision.admitted();
  }
}
