package org.messageboard.dev;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Ends child processes whose owner has died.
 *
 * <p>It is a small process, one per owner. The owner sends it the ids of its children on standard
 * input. When the input ends, the owner has died, even if by SIGKILL, which runs no hooks. The
 * guard then sends the children SIGTERM, and SIGKILL after 10 s.
 */
public final class Guard {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final List<ProcessHandle> watched = new ArrayList<>();
  private static Process guard;

  private Guard() {}

  /**
   * Starts a child that ends when this JVM is gone.
   *
   * <p>The guard starts before the child, so that the child is orphaned only if the owner dies just
   * before it has written the child's id.
   *
   * @throws IOException if the child cannot be started
   * @throws StartException if the guard cannot be started
   */
  public static synchronized Process start(ProcessBuilder builder) throws IOException {
    ensureRunning();
    var child = builder.start();
    watch(child.toHandle());
    return child;
  }

  /**
   * Ends a process that something else started when this JVM is gone.
   *
   * @throws StartException if the guard cannot be started
   */
  public static synchronized void watch(ProcessHandle child) {
    ensureRunning();
    watched.add(child);
    try {
      tell(List.of(child));
    } catch (IOException e) {
      child.destroyForcibly();
      throw new StartException("The guard of the child processes has died.", e);
    }
  }

  private static void ensureRunning() {
    if (guard != null && guard.isAlive()) {
      return;
    }
    watched.removeIf(process -> !process.isAlive());
    try {
      guard = start();
      tell(watched);
    } catch (IOException | URISyntaxException e) {
      throw new StartException("The guard of the child processes could not be started.", e);
    }
  }

  private static Process start() throws IOException, URISyntaxException {
    var classes = Guard.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    return new ProcessBuilder(
            ChildProcess.javaCommand(),
            "-Xmx16m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            Path.of(classes).toString(),
            Guard.class.getName())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void tell(List<ProcessHandle> children) throws IOException {
    var input = guard.getOutputStream();
    for (var child : children) {
      input.write((child.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    input.flush();
  }

  /** Runs the guard. */
  public static void main(String[] args) throws IOException {
    var done = new CountDownLatch(1);
    outliveSignals(done);
    var children = readUntilOwnerIsGone();
    children.forEach(ProcessHandle::destroy);
    Await.until(() -> children.stream().noneMatch(ProcessHandle::isAlive), GRACE);
    children.forEach(ProcessHandle::destroyForcibly);
    done.countDown();
  }

  /** Ctrl-C reaches the whole process group, but the guard must outlive its owner. */
  private static void outliveSignals(CountDownLatch done) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    done.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
  }

  private static List<ProcessHandle> readUntilOwnerIsGone() throws IOException {
    var children = new ArrayList<ProcessHandle>();
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (var line = input.readLine(); line != null; line = input.readLine()) {
      ProcessHandle.of(Long.parseLong(line)).ifPresent(children::add);
    }
    return children;
  }
}
