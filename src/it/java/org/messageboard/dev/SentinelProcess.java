package org.messageboard.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Redis Sentinel as a child process on 127.0.0.1. It writes what it learns into its
 * configuration, which survives restarts, so the directory must be new.
 */
final class SentinelProcess extends ChildProcess {

  /** How long Redis may be silent: long enough for a busy machine, but short for tests. */
  private static final Duration DOWN_AFTER = Duration.ofMillis(1_500);

  /** After a failed failover, the next attempt starts after twice this time. */
  private static final Duration FAILOVER = Duration.ofSeconds(5);

  private final String primary;
  private final int redisPort;
  private final int quorum;
  private final String more;

  /**
   * @param primary the name that clients use for the group of servers it watches
   * @param redisPort the initial primary's port
   * @param quorum how many sentinels must find the primary unreachable before one replaces it
   * @param more additional lines for its initial configuration
   */
  SentinelProcess(
      String name,
      Path directory,
      int port,
      String primary,
      int redisPort,
      int quorum,
      String more) {
    super(name, directory, port);
    this.primary = primary;
    this.redisPort = redisPort;
    this.quorum = quorum;
    this.more = more;
  }

  @Override
  protected List<String> command() throws IOException {
    var config = directory().resolve("sentinel.conf");
    if (Files.notExists(config)) {
      write(config);
    }
    var redis = RedisBinary.extractTo(directory()).toString();
    return List.of(redis, config.toString(), "--sentinel");
  }

  @Override
  protected boolean isReady() {
    return RedisBinary.answersPing(port());
  }

  private void write(Path config) throws IOException {
    Files.writeString(
        config,
        more
            + """
        bind 127.0.0.1
        port %s
        dir "%s"
        daemonize no
        sentinel monitor %s 127.0.0.1 %s %s
        sentinel down-after-milliseconds %3$s %s
        sentinel failover-timeout %3$s %s
        """
                .formatted(
                    port(),
                    directory(),
                    primary,
                    redisPort,
                    quorum,
                    DOWN_AFTER.toMillis(),
                    FAILOVER.toMillis()));
  }
}
