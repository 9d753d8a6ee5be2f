package org.messageboard.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * One of several is lost: a broker, or the primary Redis.
 *
 * @param site the processes
 * @param workload goes on after what stood still moves again
 */
record ClusterFaults(ClusterSite site, Workload workload) {

  private static final Duration STANDSTILL = Duration.ofSeconds(20);
  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final int TAIL = 60;
  private static final int AFTERWARDS = 200;

  /** A port on which nobody listens. */
  private static final String NOWHERE = "1";

  List<Fault> all() {
    return Stream.of(brokers(), redis()).flatMap(List::stream).toList();
  }

  private List<Fault> brokers() {
    return List.of(
        killed("kill -9 a broker, a follower", site::follower),
        killed("kill -9 a broker, the busiest partition's leader", site::busiestLeader),
        standstill("SIGSTOP a broker, the busiest partition's leader", site::busiestLeader),
        emptied(),
        full(),
        Fault.blow("rolling restart of the brokers", this::restartBrokers));
  }

  private List<Fault> redis() {
    return List.of(
        killed("kill -9 the primary Redis", site::primary),
        standstill("SIGSTOP the primary Redis", site::primary),
        tailLost());
  }

  private Fault killed(String name, Supplier<? extends ChildProcess> choice) {
    var killed = new AtomicReference<ChildProcess>();
    return Fault.takenOver(
        name,
        () -> {
          killed.set(choice.get());
          killed.get().kill();
        },
        () -> comeBack(killed.get()::start));
  }

  /** It comes back with an empty disk, and copies everything from the others. */
  private Fault emptied() {
    var emptied = new AtomicReference<ChildProcess>();
    return Fault.takenOver(
        "kill -9 a broker, its disk lost, the busiest partition's leader",
        () -> {
          emptied.set(site.busiestLeader());
          Site.wipe(emptied.get());
        },
        () -> comeBack(emptied.get()::start));
  }

  /** A broker ends when its only directory fails; it comes back once there is room. */
  private Fault full() {
    var full = new AtomicReference<ChildProcess>();
    return Fault.takenOver(
        "a broker's disk full, the busiest partition's leader",
        () -> {
          full.set(site.busiestLeader());
          Site.fillDisk(full.get());
          if (!Await.until(() -> !full.get().isAlive(), END_LIMIT)) {
            throw new AssertionError("A broker that cannot write goes on.");
          }
        },
        () -> comeBack(full.get()::start));
  }

  private Fault standstill(String name, Supplier<? extends ChildProcess> choice) {
    var suspended = new AtomicReference<ChildProcess>();
    return Fault.takenOver(
        name + " for 20 s",
        () -> {
          suspended.set(choice.get());
          Site.suspend(suspended.get());
        },
        () -> {
          TimeUnit.MILLISECONDS.sleep(STANDSTILL.toMillis());
          comeBack(() -> Site.wake(suspended.get()));
        });
  }

  /** The replica has lost its primary for a while when that is killed: it lacks the newest. */
  private Fault tailLost() {
    var killed = new AtomicReference<ChildProcess>();
    return Fault.takenOver(
        "kill -9 the primary Redis, its replica lagging",
        () -> {
          killed.set(site.primary());
          try (var replica = RedisClient.create("redis://127.0.0.1:" + site.replica().port())) {
            replica.executeCommand(
                new CommandArguments(Protocol.Command.REPLICAOF).add("127.0.0.1").add(NOWHERE));
          }
          workload.awaitPosts(TAIL);
          killed.get().kill();
        },
        () -> comeBack(killed.get()::start));
  }

  /** What came back may think that it is still what it was: the board must go on nevertheless. */
  private void comeBack(Fault.Step step) throws Exception {
    step.run();
    workload.awaitPosts(AFTERWARDS);
    site.awaitWhole();
  }

  private void restartBrokers() {
    for (var node : site.kafka.nodes()) {
      Site.restart(node);
      site.brokers.awaitInSync();
    }
  }
}
