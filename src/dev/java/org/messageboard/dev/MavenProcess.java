package org.messageboard.dev;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The Maven that started this process, and the Liberty server that it runs beside. */
final class MavenProcess {

  private final ProcessHandle maven =
      parent().orElseThrow(() -> new StartException("Maven must start the services."));

  private final Set<ProcessHandle> server = ConcurrentHashMap.newKeySet();

  /** Checks the parent, because a killed process that was never reaped still counts as alive. */
  boolean isGone() {
    return parent().filter(maven::equals).isEmpty();
  }

  /** Call this while Maven runs: afterwards, its processes can no longer be identified. */
  void rememberServer() {
    var own = ProcessHandle.current().descendants().collect(Collectors.toSet());
    own.add(ProcessHandle.current());
    server.removeIf(process -> !process.isAlive());
    maven.descendants().filter(process -> !own.contains(process)).forEach(server::add);
  }

  /** Maven stops its server; if Maven was killed, this method does. */
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
