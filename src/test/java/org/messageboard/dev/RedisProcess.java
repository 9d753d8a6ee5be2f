package org.messageboard.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Redis as a child process on 127.0.0.1; every write goes to its append-only file. */
public final class RedisProcess extends ChildProcess {

  private static final int ANSWER_MILLIS = 1_000;

  /**
   * @param directory the append-only file and the executable; data stays over restarts
   * @param port the port clients connect to
   */
  public RedisProcess(Path directory, int port) {
    super("Redis", directory, port);
  }

  /** What clients give as {@code redis.url}. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  @Override
  protected List<String> command() throws IOException {
    var config = directory().resolve("redis.conf");
    Files.writeString(
        config,
        """
        bind 127.0.0.1
        port %d
        dir "%s"
        appendonly yes
        save ""
        daemonize no
        """
            .formatted(port(), directory()));
    return List.of(RedisBinary.extractTo(directory()).toString(), config.toString());
  }

  /** While Redis reads its data it accepts connections, but answers PING with an error. */
  @Override
  protected boolean isReady() {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port()), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }
}
