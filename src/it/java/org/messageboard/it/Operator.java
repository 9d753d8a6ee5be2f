package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whoever has the operator's token, at one server. */
record Operator(Board board) {

  static final String TOKEN = "the-operators-token-of-this-test-run";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  /** Sends JSON, or nothing if it is null. */
  HttpResponse<String> send(String method, String path, JsonObject body) {
    return send(method, path, "application/json", body == null ? "" : body.toString());
  }

  HttpResponse<String> importLines(List<String> lines) {
    return send("POST", "api/import", "application/x-ndjson", String.join("\n", lines));
  }

  /** Imports lines until the server is killed, which is before one of them is sent. */
  void importLinesUntil(List<String> lines, int line, Runnable kill) {
    get("api/retention"); // waits for the archive
    // Another thread kills; the connection is lost before that has seen the process end
    var killed = new CompletableFuture<byte[]>();
    var bytes = new ArrayList<Supplier<byte[]>>();
    lines.forEach(each -> bytes.add(() -> (each + "\n").getBytes(StandardCharsets.UTF_8)));
    bytes.add(
        line,
        () -> {
          killed.completeAsync(() -> killed(kill), Runnable::run);
          return killed.join();
        });
    var body = BodyPublishers.ofByteArrays(() -> bytes.stream().map(Supplier::get).iterator());
    var request = request("api/import").header("Content-Type", "application/x-ndjson");
    assertThatThrownBy(() -> HTTP.send(request.POST(body).build(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
    assertThat(killed).succeedsWithin(LIMIT.multipliedBy(3));
  }

  private static byte[] killed(Runnable kill) {
    kill.run();
    return new byte[] {'\n'};
  }

  /** The lines of an export, as far as they come: a server that is killed cuts them off. */
  List<String> export(String query, LineReader each) {
    var lines = new ArrayList<String>();
    try {
      var answer = answer(request("api/export" + query).build(), BodyHandlers.ofInputStream());
      var reader = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      for (String line; (line = reader.readLine()) != null; ) {
        lines.add(line);
        each.read(lines.size());
      }
    } catch (IOException e) {
      lines.remove(lines.size() - 1); // perhaps not whole
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return lines;
  }

  List<String> export(String query) {
    return export(query, number -> {});
  }

  interface LineReader {
    void read(int number);
  }

  /** A line without what another board has of its own. */
  static JsonObject comparable(String line) {
    var json = Json.createObjectBuilder(Board.json(line));
    return json.remove("cursor").remove("imported").build();
  }

  private HttpResponse<String> send(String method, String path, String type, String body) {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    try {
      return answer(
          request(path).header("Content-Type", type).method(method, publisher).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Asks again while the answer is 503, as after a start, when the archive is not open yet. */
  private static <T> HttpResponse<T> answer(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    var answer = HTTP.send(request, body);
    while (answer.statusCode() == 503 && System.nanoTime() - began < LIMIT.toNanos()) {
      answer = HTTP.send(request, body);
    }
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(board.uri().resolve(path))
        .header("Authorization", "Bearer " + TOKEN);
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("Interrupted while waiting for an answer.", e);
  }
}
