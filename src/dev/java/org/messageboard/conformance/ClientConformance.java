package org.messageboard.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Checks a client, which is started by its command with an address and a channel. */
public final class ClientConformance {

  private static final long LIMIT_SECONDS = 60;

  /** How long something that must not be shown is waited for. */
  private static final long MORE_MILLIS = 500;

  /** What a client that has ended prints last. */
  private static final String END = "";

  private static final Set<String> TYPES = Set.of("message", "edited");

  private final List<String> command;

  public ClientConformance(List<String> command) {
    this.command = new ArrayList<>(command);
  }

  /** A sentence for each broken rule, with its number. */
  public List<String> check() throws InterruptedException {
    try (var board = new ScriptedBoard()) {
      command.addAll(List.of(board.address().toString(), "general"));
      var process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
      try {
        return findings(board, shown(process));
      } finally {
        process.destroy();
        process.waitFor(5, TimeUnit.SECONDS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> findings(ScriptedBoard board, List<String> shown) {
    var findings = new ArrayList<>(board.findings());
    if (!shown.equals(ScriptedBoard.SHOWN)) {
      findings.add(
          "S2, S8, R3, R4: every event is shown once and in order. Due: "
              + ScriptedBoard.SHOWN
              + " Got: "
              + shown);
    }
    return findings;
  }

  /** What the client shows until it should have shown all, and a moment longer. */
  private static List<String> shown(Process process) throws InterruptedException {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    var reader = new Thread(() -> read(process, lines), "conformance-client");
    reader.setDaemon(true);
    reader.start();
    var shown = new ArrayList<String>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      boolean isComplete = shown.size() >= ScriptedBoard.SHOWN.size();
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      var line = lines.poll(isComplete ? MORE_MILLIS : Math.max(0, left), TimeUnit.MILLISECONDS);
      if (line == null || line.equals(END)) {
        return shown;
      }
      var event = parse(line);
      if (TYPES.contains(event.getString("type", "message"))) {
        shown.add(told(event));
      }
    }
  }

  private static void read(Process process, BlockingQueue<String> lines) {
    try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was ended
    }
    lines.add(END);
  }

  private static String told(JsonObject event) {
    var message = event.containsKey("message") ? event.getJsonObject("message") : event;
    return "%s %s: %s"
        .formatted(
            event.getString("type", "message"),
            message.getString("id", "?"),
            message.getString("content", "?"));
  }

  private static JsonObject parse(String line) {
    try (var reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    } catch (JsonException e) {
      return Json.createObjectBuilder().add("content", "not JSON: " + line).build();
    }
  }
}
