package org.messageboard.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A board that plays one story to one client, and does in it what the protocol allows. Messages are
 * {@code m1}, {@code m2} ...; the story is in {@link #history} and {@link #play}.
 */
final class ScriptedBoard implements AutoCloseable {

  /** What a client that keeps the rules shows, as {@code type id: content}. */
  static final List<String> SHOWN =
      List.of(
          "message m1: 1",
          "message m2: 2",
          "message m3: 3",
          "message m4: 4",
          "message m5: 5 \"five\" \u20ac",
          "edited m4: 4, edited \uD83D\uDC22",
          "message m6: 6",
          "message m7: 7",
          "message m8: 8");

  private static final int ASKED_SECONDS = 1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> findings = new CopyOnWriteArrayList<>();
  private final CountDownLatch rejoined = new CountDownLatch(1);
  private int histories;
  private int streams;
  private volatile boolean reset;
  private volatile long mayReturnAt;

  ScriptedBoard() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/messages", this::history);
    server.createContext("/api/messages/stream", this::stream);
    server.setExecutor(threads);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
  }

  List<String> findings() {
    return findings;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void expect(boolean holds, String rule, Object got) {
    if (!holds) {
      findings.add(rule + " Got: " + got);
    }
  }

  /** The client comes back after a pause that was asked for. */
  private void expectPause(String what) {
    expect(
        System.nanoTime() >= mayReturnAt,
        "E3: Retry-After holds for " + what + ".",
        "a request too early");
  }

  private void history(HttpExchange exchange) throws IOException {
    int number = ++histories;
    expectPause("the history");
    if (number == 1) {
      askToWait(exchange, 503);
    } else if (!reset) {
      answer(
          exchange,
          page("e:5", "", message(3, "e:4", "3"), message(2, "e:2", "2"), message(1, "e:1", "1")));
    } else if ("f:3".equals(parameter(exchange, "before"))) {
      answer(
          exchange,
          page("f:4", "", message(5, "f:2", "5 \\\"five\\\" \u20ac"), message(4, "f:1", "4")));
    } else {
      answer(exchange, page("f:4", "f:3", message(7, "f:4", "7"), message(6, "f:3", "6")));
    }
  }

  private void stream(HttpExchange exchange) throws IOException {
    var header = exchange.getRequestHeaders().getFirst("Last-Event-ID");
    play(exchange, ++streams, header == null ? parameter(exchange, "lastEventId") : header);
  }

  private void play(HttpExchange exchange, int number, String after) throws IOException {
    switch (number) {
      case 1 -> {
        expect(
            "e:5".equals(after),
            "S3: the first stream begins after the history's position.",
            after);
        write(
            exchange,
            "\uFEFFretry: 20\n\n: here\n\n"
                + event("e:6", message(4, "e:6", "4"))
                + "id: e:7\ndata: {\"id");
        throw cut();
      }
      case 2 -> {
        expect("e:6".equals(after), "S6: what was cut off never happened.", after);
        askToWait(exchange, 429);
      }
      case 3 -> {
        expectPause("the stream");
        expect("e:6".equals(after), "S6: a refused stream changes no position.", after);
        var lines =
            "event:message\r\nid:e:7\r\ndata:{\"id\":\"m5\",\"position\":\"e:7\",\r\ndata: \"content\":\"5 \\\"five\\\" \u20ac\"}\r\n\r\n";
        var unknown = "event: invented\rdata: {\"position\":\"e:8\"}\rid: e:8\r\rid: e:20\r\r";
        write(exchange, lines + unknown);
        exchange.close();
      }
      case 4 -> {
        expect("e:20".equals(after), "S4: an id without data is kept.", after);
        var edited =
            "{\"position\":\"e:21\",\"message\":"
                + message(4, "e:6", "4, edited \uD83D\uDC22")
                + "}";
        write(
            exchange,
            event("e:7", message(5, "e:7", "repeated"))
                + "event: edited\n"
                + event("e:21", edited));
        throw cut();
      }
      case 5 -> {
        expect("e:21".equals(after), "S4: the id of an event is kept.", after);
        reset = true;
        var out =
            write(
                exchange,
                "event: reset\n" + event("f:2", "{\"position\":\"f:2\",\"reason\":\"rebuilt\"}"));
        if (!comesBack()) {
          out.write(
              (event("f:3", message(6, "f:3", "6"))
                      + event("f:4", message(7, "f:4", "7"))
                      + newest())
                  .getBytes(UTF_8));
          out.flush();
        }
      }
      case 6 -> {
        rejoined.countDown();
        expect(
            "f:4".equals(after),
            "R2: after a reset it goes on after the history's position.",
            after);
        write(exchange, newest());
      }
      default ->
          findings.add("S6: a stream that is open is not opened again. Got: stream " + number);
    }
  }

  /** A client need not handle what has just come when the connection breaks. */
  private static IOException cut() {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new IOException("The stream is cut off.");
  }

  /** Whether the client has left the stream of the reset for another. */
  private boolean comesBack() {
    try {
      return rejoined.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String newest() {
    return event("f:5", message(8, "f:5", "8")) + ": quiet\n\n";
  }

  private void askToWait(HttpExchange exchange, int status) throws IOException {
    mayReturnAt =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(ASKED_SECONDS)
            - TimeUnit.MILLISECONDS.toNanos(20);
    exchange.getResponseHeaders().set("Retry-After", Integer.toString(ASKED_SECONDS));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    var bytes = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Begins a stream, in pieces that end within characters and line ends. */
  private static OutputStream write(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    var out = exchange.getResponseBody();
    for (byte each : text.getBytes(UTF_8)) {
      out.write(each);
      if (each < 0 || each == '\r') {
        out.flush();
      }
    }
    out.flush();
    return out;
  }

  private static String event(String id, String data) {
    return "id: " + id + "\ndata: " + data + "\n\n";
  }

  private static String message(int number, String position, String content) {
    return "{\"id\":\"m%d\",\"position\":\"%s\",\"content\":\"%s\",\"invented\":[{\"null\":null}]}"
        .formatted(number, position, content);
  }

  private static String page(String position, String next, String... messages) {
    var more = next.isEmpty() ? "" : ",\"next\":\"" + next + "\"";
    return "{\"messages\":[%s],\"position\":\"%s\"%s}"
        .formatted(String.join(",", messages), position, more);
  }

  private static String parameter(HttpExchange exchange, String name) {
    var query = exchange.getRequestURI().getRawQuery();
    for (var pair : (query == null ? "" : query).split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
      }
    }
    return null;
  }
}
