package org.messageboard.faults;

import java.net.URI;
import java.util.List;

/** The web servers as one client uses them: one until it fails, then the next. One thread's own. */
final class Rotation {

  private final List<URI> servers;
  private int current;

  Rotation(List<URI> servers, int first) {
    this.servers = servers;
    this.current = first % servers.size();
  }

  URI resolve(String path) {
    return servers.get(current).resolve(path);
  }

  void next() {
    current = (current + 1) % servers.size();
  }
}
