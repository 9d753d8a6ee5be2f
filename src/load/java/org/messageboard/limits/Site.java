package org.messageboard.limits;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.messageboard.client.Request;
import org.messageboard.it.BoardServer;

/**
 * A server of a test's own, started.
 *
 * @param server its process
 * @param address where it listens
 */
record Site(BoardServer server, InetSocketAddress address) implements AutoCloseable {

  static final Request LIVE = Request.get("/health/live", "Connection: close");
  static final Request READ = Request.get("/api/messages?limit=10", "Connection: close");

  static Site start(String name, Map<String, String> environment) {
    var server = new BoardServer(name, environment);
    server.start();
    return new Site(server, new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
  }

  @Override
  public void close() {
    server.close();
  }
}
