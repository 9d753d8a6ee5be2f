package org.messageboard.dev.tools;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.KafkaProcess;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.dev.StartException;

/**
 * Records an ahead-of-time cache (JEP 483, 514 and 515): runs a server of the board with a Kafka
 * and a Redis under load, and has its JVM write which classes it needed and what it knows of its
 * methods. For the image's build.
 */
final class CacheRecorder {

  private static final int POSTERS = 4;
  private static final int STREAMS = 20;
  private static final Duration LOAD = Duration.ofSeconds(30);

  /** What is asked for besides, again and again. */
  private static final List<String> READS =
      List.of(
          "", "api/messages", "api/messages?channel=general&limit=20", "api/channels", "metrics");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Server server;

  private CacheRecorder(Server server) {
    this.server = server;
  }

  /**
   * @param args a new directory for data and logs, the cache's file, and the server's command
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var directory = Path.of(args[0]);
    var cache = Path.of(args[1]).toAbsolutePath();
    var redis = new RedisProcess(directory.resolve("redis"), Ports.free());
    var kafka = new KafkaProcess(directory.resolve("kafka"), Ports.free());
    var command = List.of(args).subList(2, args.length);
    var server = new Server(directory.resolve("server"), command, environment(cache, kafka, redis));
    try (redis;
        kafka) {
      ChildProcess.startAll(List.of(redis, kafka));
      server.start();
      new CacheRecorder(server).load();
      server.stop();
    } catch (StartException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    if (Files.notExists(cache)) {
      System.err.println(
          "The server wrote no cache. Its log:\n" + Files.readString(server.logFile()));
      System.exit(1);
    }
    System.out.printf("Recorded %s, %,d bytes.%n", cache, Files.size(cache));
  }

  private static Map<String, String> environment(
      Path cache, KafkaProcess kafka, RedisProcess redis) {
    return Map.of(
        "JVM_ARGS",
        "-XX:AOTCacheOutput=" + cache,
        "KAFKA_BOOTSTRAP_SERVERS",
        kafka.bootstrapServers(),
        "REDIS_URL",
        redis.url(),
        "LIMITS_ENABLED",
        "false");
  }

  private void load() throws InterruptedException {
    for (int i = 0; i < STREAMS; i++) {
      http.sendAsync(server.get("api/messages/stream"), BodyHandlers.discarding());
    }
    var threads = Executors.newFixedThreadPool(POSTERS + 1);
    long end = System.nanoTime() + LOAD.toNanos();
    for (int i = 0; i < POSTERS; i++) {
      repeat(threads, end, List.of(server.post()));
    }
    repeat(threads, end, READS.stream().map(server::get).toList());
    threads.shutdown();
    threads.awaitTermination(LOAD.toSeconds() * 2, TimeUnit.SECONDS);
  }

  private void repeat(ExecutorService threads, long end, List<HttpRequest> requests) {
    threads.submit(
        () -> {
          while (System.nanoTime() < end) {
            for (var request : requests) {
              http.send(request, BodyHandlers.discarding());
            }
          }
          return null;
        });
  }

  private static final class Server extends ChildProcess {

    /** For writing the cache, which the JVM does when it ends. */
    private static final Duration END_LIMIT = Duration.ofMinutes(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> command;
    private final Map<String, String> environment;

    Server(Path directory, List<String> command, Map<String, String> environment) {
      super("The server", directory, Ports.free());
      this.command = command;
      this.environment = environment;
    }

    HttpRequest get(String path) {
      return request(path).build();
    }

    HttpRequest post() {
      return request("api/messages")
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofString("{\"author\":\"Ada\",\"content\":\"a message\"}"))
          .build();
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://localhost:%s/%s".formatted(port(), path)));
    }

    @Override
    protected List<String> command() {
      return command;
    }

    @Override
    protected Map<String, String> environment() {
      var all = new java.util.HashMap<>(environment);
      all.put("HTTP_PORT", Integer.toString(port()));
      return all;
    }

    @Override
    protected void terminate(Process process) {
      process.destroy();
      Await.until(() -> !process.isAlive(), END_LIMIT);
    }

    @Override
    protected boolean isReady() {
      try {
        return http.send(get("health/ready"), BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
