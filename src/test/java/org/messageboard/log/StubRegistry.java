package org.messageboard.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A schema registry that answers as Confluent's does, and only to {@code board} with the password
 * {@code s3cret}.
 */
public final class StubRegistry implements AutoCloseable {

  /** The id of the first schema. */
  static final int FIRST = 7;

  private static final String LOGIN =
      "Basic " + Base64.getEncoder().encodeToString("board:s3cret".getBytes(UTF_8));

  private final List<String> schemas = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  /**
   * @param port 0 for a free one
   */
  public StubRegistry(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/apis/ccompat/v7/", this::answer);
    server.start();
  }

  URI address() {
    return address(port());
  }

  /** The address of one at this port, with the login. */
  public static URI address(int port) {
    return URI.create("http://board:s3cret@127.0.0.1:" + port + "/apis/ccompat/v7/");
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Has it know a schema; returns its id. */
  int add(String schema) {
    schemas.add(schema);
    return FIRST + schemas.size() - 1;
  }

  /** Method and path of each request that it got. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().substring("/apis/ccompat/v7".length());
      requests.add(exchange.getRequestMethod() + " " + path);
      var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      if (!LOGIN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        send(exchange, 401, "{\"error_code\":401}");
      } else if (path.startsWith("/schemas/ids/")) {
        sendSchema(exchange, Integer.parseInt(path.substring("/schemas/ids/".length())) - FIRST);
      } else {
        sendId(exchange, schema(body), path.endsWith("/versions"));
      }
    }
  }

  private static String schema(String body) {
    return Json.createReader(new StringReader(body)).readObject().getString("schema");
  }

  private void sendId(HttpExchange exchange, String schema, boolean isNew) throws IOException {
    if (isNew && !schemas.contains(schema)) {
      schemas.add(schema);
    }
    int index = schemas.indexOf(schema);
    send(
        exchange,
        index < 0 ? 404 : 200,
        index < 0 ? "{\"error_code\":40403}" : "{\"id\":" + (FIRST + index) + "}");
  }

  private void sendSchema(HttpExchange exchange, int index) throws IOException {
    if (index < 0 || index >= schemas.size()) {
      send(exchange, 404, "{\"error_code\":40403}");
    } else {
      var answer = Json.createObjectBuilder().add("schema", schemas.get(index)).build();
      send(exchange, 200, answer.toString());
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
