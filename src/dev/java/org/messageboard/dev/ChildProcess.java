package org.messageboard.dev;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server as a child process: one directory, one port, one log file.
 *
 * <p>It can be restarted after {@link #stop()} or {@link #kill()}, with the same directory and
 * port. A {@link Guard} makes sure that it never outlives this JVM. Thread-safe; stopping it while
 * another thread starts it makes the start fail.
 */
public abstract class ChildProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(300);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final int LOG_TAIL_LINES = 30;

  private final String name;
  private final Path directory;
  private final int port;
  private volatile Process process;

  /**
   * @param name its name in messages, such as "Kafka"
   * @param directory its data; created if missing, and kept
   * @param port the TCP port it listens on
   */
  protected ChildProcess(String name, Path directory, int port) {
    this.name = name;
    this.directory = directory.toAbsolutePath();
    this.port = port;
  }

  /** Called right before each start, with the directory in place. */
  protected abstract List<String> command() throws IOException;

  /** Variables to add to this JVM's environment. */
  protected Map<String, String> environment() {
    return Map.of();
  }

  /** Whether the started process is ready; polled. */
  protected abstract boolean isReady();

  /**
   * Starts the process and returns when it is ready.
   *
   * @throws StartException if it is already running, exits while starting, or is not ready within
   *     300 s; the message contains the end of its log
   */
  public final void start() {
    launch();
    awaitReady();
  }

  /** Starts processes that may need each other, and returns when all are ready. */
  public static void startAll(List<? extends ChildProcess> processes) {
    processes.forEach(ChildProcess::launch);
    processes.forEach(ChildProcess::awaitReady);
  }

  /** Has the process end in order. */
  protected void terminate(Process process) {
    process.destroy();
  }

  /** Stops the process in order, or with SIGKILL after 30 s, and returns when it is gone. */
  public final void stop() {
    if (isAlive()) {
      closeInput();
      terminate(process);
      if (!Await.until(() -> !process.isAlive(), STOP_LIMIT)) {
        kill();
      }
    }
  }

  /** Kills the process with SIGKILL, even if it is suspended, and returns when it is gone. */
  public final void kill() {
    if (isAlive()) {
      process.destroyForcibly();
      Await.until(() -> !process.isAlive(), STOP_LIMIT);
    }
  }

  @Override
  public final void close() {
    stop();
  }

  public final boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * The process id of the last start.
   *
   * @throws IllegalStateException if it was never started
   */
  public final long pid() {
    if (process == null) {
      throw new IllegalStateException(name + " was not started yet.");
    }
    return process.pid();
  }

  /**
   * The exit code of the process.
   *
   * @throws IllegalStateException if it is running or was never started
   */
  public final int exitCode() {
    if (process == null || process.isAlive()) {
      throw new IllegalStateException(name + " has not ended.");
    }
    return process.exitValue();
  }

  public final String name() {
    return name;
  }

  public final int port() {
    return port;
  }

  public final Path directory() {
    return directory;
  }

  /** The process's output. This object's first start truncates the file, restarts append to it. */
  public final Path logFile() {
    return sibling(".log");
  }

  /** The Java of this JVM; PATH may have a different one, or none. */
  protected static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  protected static String classPath() {
    return System.getProperty("java.class.path");
  }

  private PidFile pidFile() {
    return new PidFile(sibling(".pid"));
  }

  private Path sibling(String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  /**
   * Lets a child that holds the signal back until its input ends, like {@link KafkaMain}, act on
   * it.
   */
  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: there is nothing to flush
    }
  }

  /** Two processes would corrupt the data directory. */
  private void awaitEndOfPreviousRun() {
    if (!Await.until(() -> pidFile().running().isEmpty(), STOP_LIMIT)) {
      throw new StartException(
          "%s is still running on %s from before, as process %s: stop that one first."
              .formatted(name, directory, pidFile().running().map(ProcessHandle::pid).orElse(0L)));
    }
  }

  /**
   * Starts the process and returns at once.
   *
   * @throws StartException if it is already running or cannot be started
   */
  public final synchronized void launch() {
    if (isAlive()) {
      throw new StartException(name + " is already running.");
    }
    awaitEndOfPreviousRun();
    try {
      Files.createDirectories(directory);
      process = Guard.start(builder());
    } catch (IOException e) {
      throw new StartException(name + " could not be started: " + e.getMessage(), e);
    }
    pidFile().write(process.toHandle());
  }

  private ProcessBuilder builder() throws IOException {
    var builder = new ProcessBuilder(command()).directory(directory.toFile());
    builder.environment().putAll(environment());
    return builder.redirectErrorStream(true).redirectOutput(logTarget());
  }

  private ProcessBuilder.Redirect logTarget() {
    File log = logFile().toFile();
    return process == null
        ? ProcessBuilder.Redirect.to(log)
        : ProcessBuilder.Redirect.appendTo(log);
  }

  private void awaitReady() {
    var ended = Await.until(() -> !process.isAlive() || isReady(), START_LIMIT);
    if (!process.isAlive()) {
      throw new StartException(
          "%s ended with exit code %s while starting. Its log, %s, ends with:%n%s"
              .formatted(name, process.exitValue(), logFile(), logTail()));
    }
    if (!ended) {
      kill();
      throw new StartException(
          "%s was not ready within %s s. Its log, %s, ends with:%n%s"
              .formatted(name, START_LIMIT.toSeconds(), logFile(), logTail()));
    }
  }

  private String logTail() {
    try {
      var lines = Files.readString(logFile(), StandardCharsets.ISO_8859_1).lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
