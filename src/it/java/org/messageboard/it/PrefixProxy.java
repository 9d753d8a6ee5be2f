package org.messageboard.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A reverse proxy that shows the board below paths that the board knows nothing of: {@code /a/b/}
 * becomes {@code /}. It passes a stream on as it comes.
 */
public final class PrefixProxy implements AutoCloseable {

  private static final Set<String> PASSED = Set.of("content-type", "idempotency-key", "accept");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Board board;

  /**
   * @param prefixes each with a slash at both ends
   */
  public PrefixProxy(Board board, String... prefixes) {
    this.board = board;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    for (var prefix : prefixes) {
      server.createContext(prefix, exchange -> pass(exchange, prefix));
    }
    server.start();
  }

  /** Such as {@code http://localhost:40123/a/b/}. */
  public URI uri(String prefix) {
    return URI.create("http://localhost:%d%s".formatted(server.getAddress().getPort(), prefix));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void pass(HttpExchange exchange, String prefix) throws IOException {
    try (exchange) {
      var answer = http.send(request(exchange, prefix), BodyHandlers.ofInputStream());
      try (var body = answer.body()) {
        passHead(answer, exchange);
        passBody(body, exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpRequest request(HttpExchange exchange, String prefix) throws IOException {
    var path = exchange.getRequestURI().toString().substring(prefix.length());
    var body = exchange.getRequestBody().readAllBytes();
    var request =
        HttpRequest.newBuilder(board.uri().resolve(path))
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> passHeader(request, name, values.get(0)));
    return request.build();
  }

  private static void passHeader(HttpRequest.Builder request, String name, String value) {
    if (PASSED.contains(name.toLowerCase(Locale.ROOT))) {
      request.header(name, value);
    }
  }

  private static void passHead(HttpResponse<?> answer, HttpExchange exchange) throws IOException {
    var headers = exchange.getResponseHeaders();
    answer.headers().map().forEach((name, values) -> headers.put(name, values));
    headers.remove("transfer-encoding");
    headers.remove("content-length");
    exchange.sendResponseHeaders(answer.statusCode(), answer.statusCode() == 304 ? -1 : 0);
  }

  private static void passBody(InputStream body, HttpExchange exchange) throws IOException {
    var chunk = new byte[16 * 1024];
    for (int length = body.read(chunk); length >= 0; length = body.read(chunk)) {
      exchange.getResponseBody().write(chunk, 0, length);
      exchange.getResponseBody().flush();
    }
  }
}
