package org.messageboard.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** A reverse proxy under a path of its own, which changes nothing in what it passes on. */
final class PrefixProxy implements AutoCloseable {

  private static final List<String> HEADERS = List.of("Content-Type", "Idempotency-Key");

  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private final String prefix;
  private final URI target;

  /**
   * @param prefix its path, without a slash at the end
   * @param target what stands there, with one
   */
  PrefixProxy(String prefix, URI target) throws IOException {
    this.prefix = prefix;
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(prefix + "/", this::pass);
    server.start();
  }

  /** Where the target is found. */
  URI uri() {
    return URI.create("http://localhost:%d%s/".formatted(server.getAddress().getPort(), prefix));
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString().substring(prefix.length() + 1);
      var request =
          HttpRequest.newBuilder(URI.create(target + path))
              .method(
                  exchange.getRequestMethod(),
                  BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
      HEADERS.forEach(name -> copy(exchange, name, request));
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      for (var name : List.of("Content-Type", "Location")) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(v -> exchange.getResponseHeaders().set(name, v));
      }
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(HttpExchange exchange, String name, HttpRequest.Builder request) {
    var value = exchange.getRequestHeaders().getFirst(name);
    if (value != null) {
      request.header(name, value);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
