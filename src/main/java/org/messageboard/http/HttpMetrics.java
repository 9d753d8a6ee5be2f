package org.messageboard.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
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
import java.util.List;
import org.messageboard.metrics.Metrics;
import org.messageboard.metrics.Version;

/**
 * Measures every request. Declared in {@code web.xml}, so that it comes before the filters that
 * refuse requests.
 */
public class HttpMetrics implements Filter {

  private static final String INVALID = "invalid";
  private static final String ERROR = "error";

  @Inject Metrics metrics;
  @Inject OwnRequests own;

  private Histogram seconds;
  private Counter accepted;
  private Counter refused;

  @Override
  public void init(FilterConfig config) {
    seconds =
        metrics.seconds(
            "http_request_seconds",
            "Time until requests were answered, or streams opened",
            "method",
            "route",
            "status");
    accepted = metrics.counter("posts_accepted_total", "Posts answered with 202");
    refused =
        metrics.counter(
            "posts_refused_total",
            "Posts that were not accepted",
            "reason",
            List.of(
                INVALID, "not_json", "body_large", "body_slow", "limited", "unavailable", ERROR));
    var version = Version.of(config.getServletContext());
    metrics.gauge("info", "The version of the board", "version").labelValues(version).set(1);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var http = (HttpServletRequest) request;
    var method = Route.method(http);
    var route = own.has(http) ? Route.WARM_UP : Route.of(http);
    var exchange = new Exchange((status, duration) -> record(method, route, status, duration));
    exchange.attach(http);
    boolean returned = false;
    try {
      chain.doFilter(request, response);
      returned = true;
    } finally {
      if (!exchange.isTaken()) {
        exchange.answered(returned ? ((HttpServletResponse) response).getStatus() : 500);
      }
    }
  }

  private void record(String method, Route route, int status, double duration) {
    seconds.labelValues(method, route.label(), Integer.toString(status)).observe(duration);
    if (route == Route.MESSAGES && method.equals("POST")) {
      if (status == 202) {
        accepted.inc();
      } else {
        refused.labelValues(reason(status)).inc();
      }
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 408 -> "body_slow";
      case 413 -> "body_large";
      case 415 -> "not_json";
      case 429 -> "limited";
      case 503 -> "unavailable";
      default -> status < 500 ? INVALID : ERROR;
    };
  }
}
