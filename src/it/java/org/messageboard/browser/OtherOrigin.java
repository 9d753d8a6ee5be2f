package org.messageboard.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another origin than the board's: an empty page, with board-client.js beside it. */
final class OtherOrigin implements AutoCloseable {

  private static final Path CLIENT = Path.of("src/main/webapp/js/board-client.js");

  private static final byte[] PAGE = "<!doctype html><title>App</title>".getBytes(US_ASCII);

  private final HttpServer server;

  private OtherOrigin(HttpServer server) {
    this.server = server;
  }

  static OtherOrigin start() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var client = Files.readAllBytes(CLIENT);
      server.createContext("/", exchange -> answer(exchange, "text/html", PAGE));
      server.createContext(
          "/board-client.js", exchange -> answer(exchange, "text/javascript", client));
      server.start();
      return new OtherOrigin(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** As browsers send it in {@code Origin}. */
  @Override
  public String toString() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
