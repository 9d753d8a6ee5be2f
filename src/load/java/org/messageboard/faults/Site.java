package org.messageboard.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.RedisProcess;
import org.messageboard.it.BoardServer;
import org.messageboard.it.EmbeddedServices;

/** The processes: a Kafka, a Redis, two web servers and two consumers, and two more in reserve. */
final class Site implements AutoCloseable {

  final KafkaProcess kafka = EmbeddedServices.kafka();
  final RedisProcess redis = EmbeddedServices.redis();
  final List<BoardServer> webs;
  final List<BoardServer> consumers;

  /**
   * @param environment of all its servers
   */
  Site(Map<String, String> environment) {
    var web = new HashMap<>(environment);
    web.put("CONSUMER_ENABLED", "false");
    webs = servers("web", 2, web);
    consumers = servers("consumer", 4, environment);
  }

  private static List<BoardServer> servers(
      String name, int count, Map<String, String> environment) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> new BoardServer(name + "-" + number, environment))
        .toList();
  }

  /** The servers that run when nothing is wrong: the consumers in reserve do not. */
  List<BoardServer> servers() {
    return Stream.concat(webs.stream(), consumers.stream().limit(2)).toList();
  }

  List<URI> webUris() {
    return webs.stream().map(server -> server.board().uri()).toList();
  }

  void start() {
    start(servers());
  }

  /** Starts them at once and returns when all are ready. */
  static void start(List<? extends ChildProcess> processes) {
    processes.parallelStream().forEach(ChildProcess::start);
  }

  /** Stops it as an operator does and starts it again. */
  static void restart(ChildProcess process) {
    process.stop();
    process.start();
  }

  /** Suspends the process for this time, which is the fault. */
  static void suspend(ChildProcess process, Duration time)
      throws IOException, InterruptedException {
    suspend(process);
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    wake(process);
  }

  static void suspend(ChildProcess process) throws IOException, InterruptedException {
    signal("-STOP", process);
  }

  static void wake(ChildProcess process) throws IOException, InterruptedException {
    signal("-CONT", process);
  }

  /** Copies the append-only file as it is at this moment. */
  void backUpRedis() throws IOException {
    Files.copy(appendOnlyFile(), backup(), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts the copy in place of the file; Redis must not run. */
  void restoreRedis() throws IOException {
    Files.copy(backup(), appendOnlyFile(), StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Lets the process write nothing more into any file, which Kafka takes as it does a full disk.
   */
  static void fillDisk(ChildProcess process) throws IOException, InterruptedException {
    run(process, "prlimit", "--fsize=0", "--pid", Long.toString(process.pid()));
  }

  /** Kills the process and deletes all it has stored. */
  static void wipe(ChildProcess process) throws IOException {
    process.kill();
    try (var files = Files.walk(process.directory())) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    Stream.concat(webs.stream(), consumers.stream()).parallel().forEach(ChildProcess::close);
  }

  private Path appendOnlyFile() {
    return redis.directory().resolve("appendonly.aof");
  }

  private Path backup() {
    return redis.directory().resolve("appendonly.aof.backup");
  }

  private static void signal(String signal, ChildProcess process)
      throws IOException, InterruptedException {
    run(process, "kill", signal, Long.toString(process.pid()));
  }

  private static void run(ChildProcess process, String... command)
      throws IOException, InterruptedException {
    if (new ProcessBuilder(command).start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " did not reach " + process.name() + ".");
    }
  }
}
