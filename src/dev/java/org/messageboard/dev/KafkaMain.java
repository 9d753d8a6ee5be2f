package org.messageboard.dev;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The main class of {@link KafkaProcess}: one Kafka node, both broker and controller.
 *
 * <p>Ctrl-C reaches this process at the same time as the board's server. Kafka keeps running until
 * its owner, which lets the server stop first, closes this process's standard input, but for at
 * most 20 s. The owner does so along with its SIGTERM.
 */
final class KafkaMain {

  private static final long OWNER_SECONDS = 20;

  private KafkaMain() {}

  /**
   * @param args the path of Kafka's configuration file, the cluster's id or an empty string, and
   *     further arguments for formatting the storage
   */
  public static void main(String[] args) throws IOException {
    var file = Path.of(args[0]);
    var config = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      config.load(reader);
    }
    var directory = Path.of(config.getProperty("log.dirs"));
    formatStorage(file, directory, args[1], List.of(args).subList(2, args.length));
    var server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
    stopWithOwner(server);
    server.startup();
    server.awaitShutdown();
  }

  /** Formats the storage at the first start, which gives the cluster its id. */
  private static void formatStorage(
      Path config, Path directory, String clusterId, List<String> more) {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    var id = clusterId.isEmpty() ? Uuid.randomUuid().toString() : clusterId;
    var command =
        Stream.concat(
                Stream.of("format", "--ignore-formatted", "-t", id, "-c", config.toString()),
                more.stream())
            .toArray(String[]::new);
    if (StorageTool.execute(command, System.out) != 0) {
      throw new StartException("Kafka's data directory " + directory + " cannot be formatted.");
    }
  }

  private static void stopWithOwner(KafkaRaftServer server) {
    var ownerIsGone = new CountDownLatch(1);
    var reader = new Thread(() -> awaitEndOfInput(ownerIsGone), "owner");
    reader.setDaemon(true);
    reader.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, ownerIsGone), "stop"));
  }

  private static void awaitEndOfInput(CountDownLatch ownerIsGone) {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println("Standard input cannot be read, so the owner is gone: " + e);
    }
    ownerIsGone.countDown();
  }

  private static void stop(KafkaRaftServer server, CountDownLatch ownerIsGone) {
    try {
      ownerIsGone.await(OWNER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.shutdown();
  }
}
