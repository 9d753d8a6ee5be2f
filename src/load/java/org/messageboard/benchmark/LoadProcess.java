package org.messageboard.benchmark;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.messageboard.dev.Guard;

/**
 * Runs the clients in a process of their own.
 *
 * @param directory for what the process writes
 */
record LoadProcess(Path directory) {

  /** Beyond what is asked for: connecting, and waiting for what is on its way. */
  private static final int SPARE_SECONDS = 240;

  /** The young generation is as large as the heap allows: what is read is not kept. */
  private static final List<String> OPTIONS =
      List.of("-Xms128m", "-Xmx256m", "-Xmn64m", "-XX:+UseSerialGC");

  /**
   * Runs to the end.
   *
   * @throws IllegalStateException if the process fails; its log says why
   */
  Collection<Result> run(Target target, Load load) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    var file = directory.resolve("load.tsv");
    var log = directory.resolve("load.log");
    Files.deleteIfExists(file);
    var process = Guard.start(builder(file, log));
    try (var out = new ObjectOutputStream(process.getOutputStream())) {
      out.writeObject(target);
      out.writeObject(load);
    }
    int limit = SPARE_SECONDS + load.warmUp() + 2 * load.seconds();
    if (!process.waitFor(limit, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("The clients have failed:\n" + read(log));
    }
    return new ResultsFile(file).read().values();
  }

  private static ProcessBuilder builder(Path file, Path log) {
    var builder =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    builder.command().addAll(OPTIONS);
    builder
        .command()
        .addAll(
            List.of(
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName(),
                file.toAbsolutePath().toString()));
    return builder.redirectErrorStream(true).redirectOutput(log.toFile());
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
