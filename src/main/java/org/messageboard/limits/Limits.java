package org.messageboard.limits;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
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
import java.util.stream.Stream;
import org.messageboard.accounts.Caller;
import org.messageboard.http.ClientAddress;
import org.messageboard.http.Route;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;

/** Refuses requests to the API that come too fast, before anything reads their bodies. */
public class Limits implements Filter {

  @Inject LimitSettings settings;
  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Resource ManagedExecutorService executor;

  /** Null if there are no limits. */
  private Buckets buckets;

  private Counter refused;

  @Override
  public void init(FilterConfig config) {
    if (!settings.enabled()) {
      return;
    }
    buckets = new Buckets(connections.reading(), metrics.redis(), executor);
    refused =
        metrics.counter(
            "limits_refused_total",
            "Requests refused because they came too fast",
            "kind",
            Stream.of(Kind.values()).map(Kind::label).toList());
    metrics.gauge(
        "limits_local",
        "1 while this server counts requests by itself because Redis does not answer",
        () -> buckets.isLocal() ? 1 : 0);
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (buckets == null || admits((HttpServletRequest) request, (HttpServletResponse) response)) {
      chain.doFilter(request, response);
    }
  }

  private boolean admits(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var kind = Kind.of(request.getMethod(), Route.inApi(request));
    if (kind == null) {
      return true;
    }
    var address = ClientAddress.of(request.getRemoteAddr());
    var taken = settings.buckets(kind, Caller.subject(request), address);
    return taken.isEmpty() || tell(kind, buckets.take(taken), response);
  }

  /** Tells the client how many are left, and answers a refused request. */
  private boolean tell(Kind kind, Decision decision, HttpServletResponse response)
      throws IOException {
    response.setHeader("RateLimit-Policy", decision.policy());
    response.setHeader("RateLimit", decision.limit());
    if (!decision.admitted()) {
      refused.labelValues(kind.label()).inc();
      decision.problem().send(response);
    }
    return decision.admitted();
  }
}
