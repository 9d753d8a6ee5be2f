package org.messageboard.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Both ends of a connection.
 *
 * @param server where it goes
 * @param source the address it comes from; null for any
 * @param receiveBuffer in bytes; 0 for the system's own
 */
public record Endpoint(InetSocketAddress server, InetAddress source, int receiveBuffer) {

  public Endpoint(InetSocketAddress server) {
    this(server, null, 0);
  }

  void connect(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (receiveBuffer > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
    }
    if (source != null) {
      channel.bind(new InetSocketAddress(source, 0));
    }
    channel.connect(server);
  }
}
