package org.messageboard.faults;

import java.util.List;

/**
 * Connections that are cut while all processes run on.
 *
 * @param redis whose connections
 * @param workload whose sockets
 */
record ConnectionFaults(RedisView redis, Workload workload) {

  List<Fault> all() {
    return List.of(
        Fault.blow("CLIENT KILL TYPE pubsub", () -> redis.killClients("pubsub")),
        Fault.blow(
            "all Redis connections cut",
            () -> {
              redis.killClients("normal");
              redis.killClients("pubsub");
            }),
        Fault.blow("all clients' sockets cut", workload::cutSockets));
  }
}
