package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.messageboard.dev.ChildProcess;
import org.messageboard.it.BoardServer;

/**
 * Processes that are killed, stand still or are replaced.
 *
 * @param site the processes
 */
record ProcessFaults(Site site) {

  /** Clients come back after their {@code retry}, 3 s at most, and 2 s more. */
  private static final Duration RESUMED = Duration.ofSeconds(5);

  private static final Duration STANDSTILL = Duration.ofSeconds(20);

  List<Fault> all() {
    return Stream.of(kills(), standstills(), deployments()).flatMap(List::stream).toList();
  }

  /** Of two processes at a time; the source of the choice decides which. */
  List<Fault> overlapping(Random random, int count) {
    var processes =
        Stream.of(site.servers(), List.of(site.kafka, site.redis)).flatMap(List::stream).toList();
    return new Overlaps(processes, random).some(count);
  }

  private List<Fault> kills() {
    var consumers = site.consumers.subList(0, 2);
    return List.of(
        killed("web server", site.webs.get(0)).within(RESUMED),
        killed("consumer", site.consumers.get(0)),
        Fault.outage(
            "kill -9 all consumers",
            () -> consumers.forEach(ChildProcess::kill),
            () -> Site.start(consumers)),
        Fault.outage("kill -9 the broker", site.kafka::kill, site.kafka::start),
        Fault.outage("kill -9 Redis", site.redis::kill, site.redis::start));
  }

  private List<Fault> standstills() {
    return List.of(
        standstill("web server", site.webs.get(1)),
        standstill("consumer", site.consumers.get(1)),
        standstill("broker", site.kafka),
        standstill("Redis", site.redis));
  }

  private List<Fault> deployments() {
    var first = site.consumers.get(0);
    var others = site.consumers.subList(1, site.consumers.size());
    return List.of(
        Fault.blow("rolling restart of all servers", () -> site.servers().forEach(Site::restart)),
        Fault.takenOver(
            "consumers 1 to 4 to 1",
            () -> {
              others.get(0).stop();
              Site.start(others);
              others.forEach(ChildProcess::stop);
            },
            others.get(0)::start),
        Fault.takenOver("SIGTERM to a consumer", first::stop, first::start),
        Fault.blow("WAR replaced in a running web server", site.webs.get(0)::redeploy),
        Fault.blow("WAR replaced in a running consumer", first::redeploy));
  }

  private static Fault killed(String name, BoardServer server) {
    return Fault.takenOver("kill -9 a " + name, server::kill, server::start);
  }

  private static Fault standstill(String name, ChildProcess process) {
    return Fault.outage(
        "SIGSTOP the %s for 20 s".formatted(name),
        () -> Site.suspend(process, STANDSTILL),
        () -> {});
  }
}
