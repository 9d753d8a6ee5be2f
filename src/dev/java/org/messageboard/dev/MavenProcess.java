package org.messageboard.dev;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The Maven that started this process, and the Liberty server that it runs beside. */
final class MavenProcess {

  private final ProcessHandle maven =
      parent().orElseThrow(() -> new StartException("The services are to be started by Maven."));

  private final Set<ProcessHandle> server = ConcurrentHashMap.newKeySet();

  /** Asks for the parent: a killed process that nobody has waited for still counts as alive. */
  boolean isGone() {
    return parent().filter(maven::equals).isEmpty();
  }

  /** To be called while Maven runs: after its end nothing tells which processes were its own. */
  void rememberServer() {
    var own = ProcessHandle.current().descendants().collect(Collectors.toSet());
    own.add(ProcessHandle.current());
    server.removeIf(process -> !process.isAlive());
    maven.descendants().filter(process -> !own.contains(process)).forEach(server::add);
  }

  /** Maven stops its server; when Maven was killed, this does. */
  void awaitEndOfServer(Duration limit) {
    if (isGone()) {
      server.forEach(ProcessHandle::destroy);
    }
    var ended = Await.until(() -> server.stream().noneMatch(ProcessHandle::isAlive), limit);
    if (!ended && isGone()) {
      server.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Optional<ProcessHandle> parent() {
    return ProcessHandle.current().parent();
  }
}
