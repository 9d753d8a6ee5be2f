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
 * <p>It can be started again after {@link #stop()} or {@link #kill()}, with the same directory and
 * port. It never outlives this JVM: a {@link Guard} sees to that. Thread-safe; stopping it while
 * another thread starts it makes that start fail.
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
   * @param name what to call it in messages, such as "Kafka"
   * @param directory its data; created when missing, kept afterwards
   * @param port the TCP port it listens on
   */
  protected ChildProcess(String name, Path directory, int port) {
    this.name = name;
    this.directory = directory.toAbsolutePath();
    this.port = port;
  }

  /** Called right before each start, with the directory in place. */
  protected abstract List<String> command() throws IOException;

  /** Added to the environment of this JVM. */
  protected Map<String, String> environment() {
    return Map.of();
  }

  /** Whether the started process does its work by now; asked again and again. */
  protected abstract boolean isReady();

  /**
   * Starts the process and returns when it is ready.
   *
   * @throws StartException if it runs already, ends while starting or is not ready within 300 s;
   *     the message carries the end of its log
   */
  public final void start() {
    launch();
    awaitReady();
  }

  /** Starts the processes, which may need each other to get ready, and returns when all are. */
  public static void startAll(List<? extends ChildProcess> processes) {
    processes.forEach(ChildProcess::launch);
    processes.forEach(ChildProcess::awaitReady);
  }

  /** Asks the process to end (SIGTERM), makes it after 30 s, and returns when it is gone. */
  public final void stop() {
    if (isAlive()) {
      closeInput();
      process.destroy();
      if (!Await.until(() -> !process.isAlive(), STOP_LIMIT)) {
        kill();
      }
    }
  }

  /** Ends the process at once (SIGKILL, also when it is suspended) and returns when it is gone. */
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
   * What the ended process said of its end.
   *
   * @throws IllegalStateException while it runs, and before it was started
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

  /** Everything the process writes; begins anew with this object, goes on over restarts. */
  public final Path logFile() {
    return sibling(".log");
  }

  /** The Java of this JVM: the one on the PATH may be another, or none. */
  static String javaCommand() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  static String classPath() {
    return System.getProperty("java.class.path");
  }

  private PidFile pidFile() {
    return new PidFile(sibling(".pid"));
  }

  private Path sibling(String suffix) {
    return directory.resolveSibling(directory.getFileName() + suffix);
  }

  /**
   * Tells a child that waits for its owner's word, as {@link KafkaMain} does, to take the signal.
   */
  private void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing was ever written, so nothing can fail to arrive
    }
  }

  /** Two processes on one data directory would spoil it. */
  private void awaitEndOfPreviousRun() {
    if (!Await.until(() -> pidFile().running().isEmpty(), STOP_LIMIT)) {
      throw new StartException(
          "%s still runs on %s from before, as process %s: stop that one first."
              .formatted(name, directory, pidFile().running().map(ProcessHandle::pid).orElse(0L)));
    }
  }

  /**
   * Starts the process and returns at once.
   *
   * @throws StartException if it runs already or cannot be started
   */
  public final synchronized void launch() {
    if (isAlive()) {
      throw new StartException(name + " runs already.");
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
