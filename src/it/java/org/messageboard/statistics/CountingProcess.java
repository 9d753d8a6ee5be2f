package org.messageboard.statistics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.kafka.KafkaClients;
import org.messageboard.log.RecordReader;

/** The part of a server that counts, as a process of its own, which can be killed. */
final class CountingProcess extends ChildProcess {

  private static final String READY = "This process counts";

  private final String bootstrapServers;

  CountingProcess(Path directory, String bootstrapServers) {
    super("Statistics", directory, 0);
    this.bootstrapServers = bootstrapServers;
  }

  /** Counts until it is killed, or until its input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var runner =
        new StatisticsRunner(
            clients(args[0]),
            (short) 1,
            new RecordReader(65_536),
            new StatisticsRows(),
            () -> true);
    var thread = new Thread(runner);
    thread.start();
    while (!runner.state().equals("RUNNING")) {
      Thread.sleep(50);
    }
    System.out.println(READY);
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    runner.stop();
    thread.join();
    System.exit(0);
  }

  static KafkaClients clients(String bootstrapServers) {
    return new KafkaClients() {
      @Override
      public Map<String, Object> settings(Map<String, ?> own) {
        var settings = new HashMap<String, Object>(own);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
      }
    };
  }

  /** Ends it in order. */
  void end() {
    stop();
    if (!Await.until(() -> !isAlive(), Duration.ofSeconds(5))) {
      throw new AssertionError("The process did not end.");
    }
  }

  @Override
  protected void terminate(Process process) {
    // Its input has ended
  }

  @Override
  protected List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file"),
        "-cp",
        System.getProperty("java.class.path"),
        CountingProcess.class.getName(),
        bootstrapServers);
  }

  @Override
  protected boolean isReady() {
    try {
      return Files.exists(logFile()) && Files.readString(logFile()).contains(READY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
