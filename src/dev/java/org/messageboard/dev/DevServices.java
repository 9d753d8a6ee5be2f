package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Kafka, Redis and PostgreSQL beside {@code liberty:dev} for a bare {@code ./mvnw}, and an
 * OpenID provider if people are to sign in.
 *
 * <p>There are two steps, because the server must know the ports before it starts, and Kafka should
 * start in parallel with the server: {@code ports} chooses and stores the ports, {@code run} runs
 * the services until Maven ends.
 */
public final class DevServices {

  private static final Duration PREVIOUS_RUN_LIMIT = Duration.ofSeconds(30);
  private static final Duration SERVER_STOP_LIMIT = Duration.ofSeconds(15);

  /** Time for a signal that has ended a service to reach this process too. */
  private static final long SIGNAL_MILLIS = 1_000;

  private static final long RETRY_MILLIS = 5_000;

  private final Path directory;
  private final DevConfig config;
  private final List<ChildProcess> services = new ArrayList<>();
  private final MavenProcess maven = new MavenProcess();
  private volatile boolean stopping;

  private DevServices(Path directory) {
    this.directory = directory;
    this.config = DevConfig.load(portsFile(directory));
    if (config.redisPort() != 0) {
      services.add(new RedisProcess(directory.resolve("redis"), config.redisPort()));
    }
    if (config.kafkaPort() != 0) {
      services.add(new KafkaProcess(directory.resolve("kafka"), config.kafkaPort()));
    }
    if (config.postgresPort() != 0) {
      var data = directory.resolve("postgresql");
      services.add(new PostgresProcess(data, programs(directory), config.postgresPort()));
    }
    if (config.providerPort() != 0) {
      services.add(new ProviderProcess(directory.resolve("provider"), config.providerPort()));
    }
  }

  /**
   * @param args {@code ports} or {@code run}, and Maven's build directory
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    var target = Path.of(args[1]);
    var directory = target.resolve("dev");
    try {
      if (args[0].equals("ports")) {
        choosePorts(target, directory);
      } else {
        new DevServices(directory).run();
      }
    } catch (StartException e) {
      Console.say("%s", e.getMessage());
      System.exit(1);
    }
  }

  private static void choosePorts(Path target, Path directory) throws IOException {
    awaitEndOfPreviousRun(directory);
    var config = DevConfig.choose();
    if (config.redisPort() != 0) {
      // Fails now if no Redis runs on this machine
      RedisBinary.extractTo(directory.resolve("redis"));
    }
    var chosen = withPostgresIfItRuns(config, directory);
    chosen.store(portsFile(directory));
    var password =
        chosen.postgresPort() == 0
            ? null
            : PostgresProcess.password(directory.resolve("postgresql"));
    chosen.storeForLiberty(target.resolve("liberty/wlp/usr/servers/defaultServer"), password);
  }

  /** The board also works without an archive. */
  private static DevConfig withPostgresIfItRuns(DevConfig config, Path directory)
      throws IOException {
    if (config.postgresPort() == 0) {
      return config;
    }
    try {
      PostgresProcess.check(programs(directory));
      return config;
    } catch (StartException e) {
      Console.say("There will be no search and no old history. %s", e.getMessage());
      return config.withoutArchive();
    }
  }

  private static Path programs(Path directory) {
    return directory.resolve("postgresql-programs");
  }

  /** A run that was just stopped releases its ports and data within seconds. */
  private static void awaitEndOfPreviousRun(Path directory) {
    var previous = pidFile(directory).running();
    if (previous.isEmpty()) {
      return;
    }
    Console.say("Waiting for the previous run, process %s, to end.", previous.get().pid());
    if (!Await.until(() -> !previous.get().isAlive(), PREVIOUS_RUN_LIMIT)) {
      throw new StartException(
          "The board is already running from this directory: stop that ./mvnw first, or use a second clone.");
    }
  }

  private static Path portsFile(Path directory) {
    return directory.resolve("ports.properties");
  }

  private static PidFile pidFile(Path directory) {
    return new PidFile(directory.resolve("dev-services.pid"));
  }

  private void run() throws InterruptedException {
    pidFile(directory).write(ProcessHandle.current());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    services.forEach(this::start);
    var readiness = new Readiness(config, services, directory);
    while (!maven.isGone()) {
      maven.rememberServer();
      services.forEach(this::restartIfEnded);
      readiness.report();
      Thread.sleep(500);
    }
    System.exit(0); // runs the shutdown hook, which stops everything
  }

  private void start(ChildProcess service) {
    Console.say("Starting %s on port %s.", service.name(), service.port());
    try {
      service.start();
    } catch (StartException e) {
      if (!stopping) {
        Console.say("%s", e.getMessage());
        pause(RETRY_MILLIS);
      }
    }
  }

  private void restartIfEnded(ChildProcess service) {
    if (service.isAlive()) {
      return;
    }
    pause(SIGNAL_MILLIS);
    if (!stopping) {
      Console.say("%s has ended; its log is %s.", service.name(), service.logFile());
      start(service);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The server stops first; otherwise it would log errors about each missing service. */
  private void stop() {
    stopping = true;
    maven.awaitEndOfServer(SERVER_STOP_LIMIT);
    services.forEach(ChildProcess::stop);
  }
}
