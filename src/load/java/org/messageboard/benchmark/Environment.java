package org.messageboard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;

/** What the figures depend on: the machine, the versions, the settings; lines of Markdown. */
final class Environment {

  private static final Path JVM_OPTIONS = Path.of("src/main/liberty/config/jvm.options");

  private Environment() {}

  /** Of a run on this site, each measurement of which lasted so many seconds. */
  static List<String> of(Site site, double seconds) {
    return List.of(
        "processor: %s, %d cores, shared by the clients, the servers, Kafka and Redis"
            .formatted(find("/proc/cpuinfo", "model name"), processors()),
        "memory: %d MiB".formatted(kibibytes() / 1024),
        "kernel: " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "Java: %s %s"
            .formatted(System.getProperty("java.vm.name"), System.getProperty("java.version")),
        "Open Liberty " + System.getProperty("benchmark.liberty", "(version not given)"),
        "Kafka %s, one broker"
            .formatted(System.getProperty("benchmark.kafka", "(version not given)")),
        "Redis %s, append-only file".formatted(redisVersion(site)),
        "the server's JVM options: " + jvmOptions(),
        "open files allowed: " + openFiles(),
        "each measured for %.0f s after 5 s of the same load".formatted(seconds));
  }

  /** Open files that a process may have, which bounds the clients. */
  static long openFiles() {
    return Long.parseLong(find("/proc/self/limits", "Max open files").split("\\s+")[0]);
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static long kibibytes() {
    return Long.parseLong(find("/proc/meminfo", "MemTotal").replaceAll("\\D+", ""));
  }

  private static String jvmOptions() {
    var added = System.getProperty("benchmark.jvm", "");
    var lines = Files.exists(JVM_OPTIONS) ? lines(JVM_OPTIONS) : List.<String>of();
    var options =
        lines.stream()
            .map(String::strip)
            .filter(line -> line.startsWith("-"))
            .collect(Collectors.joining(" "));
    var all = (options + " " + added).strip();
    return all.isEmpty() ? "none" : "`" + all + "`";
  }

  private static String redisVersion(Site site) {
    try (var redis = RedisClient.create(site.redis().url())) {
      return redis
          .info("server")
          .lines()
          .filter(line -> line.startsWith("redis_version:"))
          .map(line -> line.substring(line.indexOf(':') + 1))
          .findFirst()
          .orElse("of unknown version");
    }
  }

  private static String find(String file, String field) {
    return lines(Path.of(file)).stream()
        .filter(line -> line.startsWith(field))
        .findFirst()
        .map(line -> line.substring(field.length()).replaceFirst("^[\\s:]+", ""))
        .orElse("unknown");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
