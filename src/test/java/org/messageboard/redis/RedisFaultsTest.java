package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.retry.Series;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

class RedisFaultsTest {

  private static final CommandArguments COMMAND =
      new CommandArguments(Command.LRANGE).key(RedisKeys.BOARD);

  private final Logger log = Logger.getLogger(RedisFaults.class.getName());
  private final Records said = new Records();
  private long now;
  private final RedisFaults faults = new RedisFaults(new Series(() -> now));

  @BeforeEach
  void listen() {
    log.addHandler(said);
    log.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    log.removeHandler(said);
    log.setUseParentHandlers(true);
  }

  @Test
  void aSeriesIsLoggedOnceAndAgainAfterAQuietMinute() {
    for (int second = 0; second < 600; second++) {
      fail("WRONGTYPE", "WRONGTYPE Operation against a key");
      pass(Duration.ofSeconds(1));
    }
    assertThat(said.lines).hasSize(1);
    assertThat(said.lines.get(0))
        .contains("LRANGE of [messages]", "WRONGTYPE Operation", "fills them again from Kafka");
    pass(Duration.ofSeconds(61));
    fail("WRONGTYPE", "WRONGTYPE Operation against a key");
    assertThat(said.lines).hasSize(2);
  }

  @Test
  void eachKindIsLoggedWithARemedy() {
    fail("NOPERM", "NOPERM this user has no permissions");
    fail("WRONGPASS", "WRONGPASS invalid username-password pair");
    fail("BUSY", "BUSY Redis is busy running a script.");
    fail("ERR", "ERR unknown command");
    assertThat(said.lines).hasSize(4);
    assertThat(said.lines.get(0)).contains("docs/OPERATIONS.md");
    assertThat(said.lines.get(1)).contains("REDIS_URL");
    assertThat(said.lines.get(2)).contains("SCRIPT KILL");
    assertThat(said.lines.get(3)).contains("6.2 or newer");
  }

  private void fail(String code, String text) {
    faults.failed(COMMAND, new RedisError(code, text));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static final class Records extends Handler {

    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord record) {
      assertThat(record.getLevel()).isEqualTo(Level.WARNING);
      lines.add(new SimpleFormatter().formatMessage(record));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
