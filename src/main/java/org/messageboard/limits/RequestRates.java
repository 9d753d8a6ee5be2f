package org.messageboard.limits;

import io.prometheus.metrics.core.metrics.Counter;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.stream.Stream;
import org.messageboard.http.ClientAddress;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.redis.RedisConnections;

/** Counts how fast people do what, however they ask for it. */
@ApplicationScoped
public class RequestRates {

  @Inject LimitSettings settings;
  @Inject RedisConnections connections;
  @Inject Metrics metrics;
  @Resource ManagedExecutorService executor;

  private Buckets buckets;
  private Counter refused;

  @PostConstruct
  void wire() {
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

  /** Whether there are any limits. */
  boolean enabled() {
    return settings.enabled();
  }

  /**
   * Counts a request; empty if it is not limited.
   *
   * @param path below {@code /api}, decoded and without parameters
   * @param subject null for somebody whom the board does not recognise
   */
  Optional<Decision> take(String method, String path, String subject, String address) {
    var kind = Kind.of(method, path);
    if (kind == null) {
      return Optional.empty();
    }
    var taken = settings.buckets(kind, subject, ClientAddress.of(address));
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    var decision = buckets.take(taken);
    if (!decision.admitted()) {
      refused.labelValues(kind.label()).inc();
    }
    return Optional.of(decision);
  }

  /**
   * Counts what somebody asks for in another way than by a request of this method and path.
   *
   * @throws ProblemException status 429 if it comes too fast
   */
  public void admit(String method, String path, String subject, String address) {
    var decision = enabled() ? take(method, path, subject, address) : Optional.<Decision>empty();
    if (decision.filter(d -> !d.admitted()).isPresent()) {
      throw new ProblemException(decision.get().problem());
    }
  }
}
