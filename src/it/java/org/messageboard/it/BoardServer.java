package org.messageboard.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.Ports;

/**
 * A further server with the unchanged WAR, as a process of its own on a free port.
 *
 * <p>It is configured as an operator would, by its environment alone. Kafka and Redis are the ones
 * of the test run unless the environment given names others.
 */
public final class BoardServer extends ChildProcess {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private static final Duration REDEPLOY_LIMIT = Duration.ofSeconds(180);

  /** Liberty's messages of an application that was started, and started again after a change. */
  private static final Pattern STARTED = Pattern.compile("CWWKZ000[13]I: .*message-board");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> environment;
  private Build build = Build.ofWorkingTree();

  /**
   * @param name its server's name and directory under target/it; different for each in a run
   * @param environment added to the defaults, such as {@code CONSUMER_ENABLED=false}
   */
  public BoardServer(String name, Map<String, String> environment) {
    super(name, EmbeddedServices.directory().resolve(name), Ports.free());
    this.environment = environment;
  }

  public Board board() {
    var path = environment.getOrDefault("CONTEXT_ROOT", "");
    return new Board(URI.create("http://localhost:%s%s/".formatted(port(), path)));
  }

  /** Liberty's own log, in more detail than {@link #logFile()}. */
  public Path messagesLog() {
    return directory().resolve("servers").resolve(name()).resolve("logs/messages.log");
  }

  /** Whether that stands in Liberty's own log by now. */
  boolean says(String text) {
    try {
      return Files.exists(messagesLog()) && Files.readString(messagesLog()).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that the server has written anywhere about what happened: console, logs, incidents. */
  String everyLog() {
    var all = new StringBuilder();
    try (var files = Files.walk(messagesLog().getParent())) {
      for (var file : Stream.concat(files, Stream.of(logFile())).toList()) {
        if (Files.isRegularFile(file)) {
          all.append(Files.readString(file, ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  /**
   * Replaces the WAR while the server runs, as an operator does, and returns when the application
   * has been started anew and is ready.
   *
   * @throws AssertionError if it is not within {@link #REDEPLOY_LIMIT}
   */
  public void redeploy() throws IOException {
    long before = starts();
    ServerFiles.of(directory(), name(), build).replaceBoard();
    if (!Await.until(() -> starts() > before && isReady(), REDEPLOY_LIMIT)) {
      throw new AssertionError(name() + " did not start its replaced application.");
    }
  }

  /**
   * Has the next start run another version, with that version's configuration and Liberty, and with
   * nothing left of the server's files: as a container of another image does.
   */
  public void use(Build version) {
    EmbeddedServices.deleteRecursively(directory().resolve("servers"));
    build = version;
  }

  /** How often the application has been started, by Liberty's log. */
  private long starts() {
    try (var lines = Files.lines(messagesLog())) {
      return lines.filter(line -> STARTED.matcher(line).find()).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs in the foreground: the script becomes the JVM, so the process id is the server's. */
  @Override
  protected List<String> command() throws IOException {
    if (Files.notExists(directory().resolve("servers"))) {
      ServerFiles.create(directory(), name(), build).installBoard();
    }
    return List.of("/bin/sh", build.liberty() + "/bin/server", "run", name());
  }

  @Override
  protected Map<String, String> environment() {
    var all = new HashMap<>(EmbeddedServices.environment());
    all.put("JAVA_HOME", System.getProperty("java.home"));
    all.put("WLP_USER_DIR", directory().toString());
    all.put("JVM_ARGS", "-Xmx512m");
    all.put("HTTP_HOST", "127.0.0.1");
    all.put("HTTP_PORT", Integer.toString(port()));
    all.putAll(environment);
    return all;
  }

  @Override
  protected boolean isReady() {
    var ready = board().uri().resolve("/health/ready");
    try {
      var request = HttpRequest.newBuilder(ready).timeout(ANSWER_LIMIT).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
