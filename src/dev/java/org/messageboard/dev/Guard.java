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
 * Ends child processes whose owner is gone.
 *
 * <p>A small process of its own, one per owner. The owner tells it the ids of its children on the
 * standard input; when that ends, the owner has died (also by SIGKILL, which leaves no time for
 * hooks), and the children are asked to end, then made to.
 */
public final class Guard {

  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final List<ProcessHandle> watched = new ArrayList<>();
  private static Process guard;

  private Guard() {}

  /**
   * Starts a child that ends when this JVM is gone.
   *
   * <p>The guard runs before the child does, so that only the moment in which the child's id is
   * written is left in which the owner's death would leave the child behind.
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
   * Has a process that somebody else started end when this JVM is gone.
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

  /** The guard's own process. */
  public static void main(String[] args) throws IOException {
    var done = new CountDownLatch(1);
    outliveSignals(done);
    var children = readUntilOwnerIsGone();
    children.forEach(ProcessHandle::destroy);
    Await.until(() -> children.stream().noneMatch(ProcessHandle::isAlive), GRACE);
    children.forEach(ProcessHandle::destroyForcibly);
    done.countDown();
  }

  /** Ctrl-C reaches the whole process group, but the guard must stay until its owner is gone. */
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
