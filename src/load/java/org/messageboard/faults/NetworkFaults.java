package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.messageboard.dev.TcpProxy;

/**
 * The network between the servers and what they stand on is slow, or takes everything and brings
 * nothing.
 *
 * @param site the proxies
 * @param workload goes on after the network is well again
 */
record NetworkFaults(ClusterSite site, Workload workload) {

  private static final Duration DELAY = Duration.ofMillis(100);
  private static final Duration JITTER = Duration.ofMillis(50);

  /** A subscription is given up after 6 s of silence; an attempt that is under way takes 5 s. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(12);

  private static final Duration STALL = Duration.ofSeconds(20);
  private static final int AFTERWARDS = 200;

  List<Fault> all() {
    return List.of(
        slow("Redis", site.redisProxies()),
        slow("Kafka", site.kafkaProxies()),
        lost("Kafka", site.kafkaProxies()),
        lost("every Redis", site.redisProxies()),
        stalled("Kafka", site.kafkaProxies(), TcpProxy::heal, "then healed"),
        stalled("Kafka", site.kafkaProxies(), NetworkFaults::replace, "then cut"),
        stalled("every Redis", site.redisProxies(), TcpProxy::heal, "then healed"),
        stalled("every Redis", site.redisProxies(), NetworkFaults::replace, "then cut"),
        isolated(TcpProxy::heal, "then healed"),
        isolated(NetworkFaults::replace, "then cut"));
  }

  private Fault slow(String service, List<TcpProxy> proxies) {
    return Fault.takenOver(
        "%s 100 ms \u00b1 50 ms away in each direction".formatted(service),
        () -> proxies.forEach(proxy -> proxy.delay(DELAY, JITTER)),
        () -> comeBack(proxies, TcpProxy::heal));
  }

  /** As when a router forgets them: only whoever gives them up goes on. */
  private Fault lost(String service, List<TcpProxy> proxies) {
    return Fault.takenOver(
            "connections to %s half-open for ever, new ones well".formatted(service),
            () -> proxies.forEach(TcpProxy::lose),
            () -> comeBack(proxies, TcpProxy::cut))
        .within(GIVEN_UP);
  }

  private Fault stalled(String service, List<TcpProxy> proxies, Cure cure, String end) {
    return Fault.outage(
            "connections to %s half-open for 20 s, %s".formatted(service, end),
            () -> {
              proxies.forEach(TcpProxy::stall);
              TimeUnit.MILLISECONDS.sleep(STALL.toMillis());
            },
            () -> proxies.forEach(cure::apply))
        .within(GIVEN_UP);
  }

  /** Nobody reaches the primary any more, but it runs on and does not know. */
  private Fault isolated(Cure cure, String end) {
    var primary = new AtomicReference<TcpProxy>();
    return Fault.takenOver(
        "connections to the primary Redis half-open for 20 s, %s".formatted(end),
        () -> {
          primary.set(site.proxy(site.primary()));
          primary.get().stall();
        },
        () -> {
          TimeUnit.MILLISECONDS.sleep(STALL.toMillis());
          comeBack(List.of(primary.get()), cure);
        });
  }

  private void comeBack(List<TcpProxy> proxies, Cure cure) {
    proxies.forEach(cure::apply);
    workload.awaitPosts(AFTERWARDS);
    site.awaitWhole();
  }

  /** The connections end with what is in them; new ones are well. */
  private static void replace(TcpProxy proxy) {
    proxy.cut();
    proxy.heal();
  }

  /** What ends the trouble. */
  private interface Cure {
    void apply(TcpProxy proxy);
  }
}
