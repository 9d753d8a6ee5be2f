package org.messageboard.benchmark;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * What is measured.
 *
 * @param ports of the web servers, which clients use in turn
 * @param processes ids by the part they play
 */
record Target(List<Integer> ports, Map<Part, List<Long>> processes) implements Serializable {

  /** What a process is for. */
  enum Part {
    SERVER,
    KAFKA,
    REDIS,
    LOAD
  }

  /** The server of the client of this number. */
  InetSocketAddress server(int client) {
    return new InetSocketAddress("127.0.0.1", ports.get(client % ports.size()));
  }
}
