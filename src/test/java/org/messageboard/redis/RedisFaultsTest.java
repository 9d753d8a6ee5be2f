package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messageboard.Warnings;
import org.messageboard.retry.Series;
import org.messageboard.view.RedisKeys;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

class RedisFaultsTest {

  private static final CommandArguments COMMAND =
      new CommandArguments(Command.LRANGE).key(RedisKeys.BOARD);

  @AutoClose private final Warnings said = new Warnings(RedisFaults.class);
  private long now;
  private final RedisFaults faults = new RedisFaults(new Series(() -> now));

  @Test
  void aSeriesIsLoggedOnceAndAgainAfterAQuietMinute() {
    for (int second = 0; second < 600; second++) {
      fail("WRONGTYPE", "WRONGTYPE Operation against a key");
      pass(Duration.ofSeconds(1));
    }
    assertThat(said.lines()).hasSize(1);
    assertThat(said.lines().get(0))
        .contains("LRANGE of [messages]", "WRONGTYPE Operation", "fills them again from Kafka");
    pass(Duration.ofSeconds(61));
    fail("WRONGTYPE", "WRONGTYPE Operation against a key");
    assertThat(said.lines()).hasSize(2);
  }

  @Test
  void eachKindIsLoggedWithARemedy() {
    fail("NOPERM", "NOPERM this user has no permissions");
    fail("WRONGPASS", "WRONGPASS invalid username-password pair");
    fail("BUSY", "BUSY Redis is busy running a script.");
    fail("ERR", "ERR unknown command");
    assertThat(said.lines()).hasSize(4).allMatch(line -> line.startsWith("WARNING "));
    assertThat(said.lines().get(0)).contains("docs/OPERATIONS.md");
    assertThat(said.lines().get(1)).contains("REDIS_URL");
    assertThat(said.lines().get(2)).contains("SCRIPT KILL");
    assertThat(said.lines().get(3)).contains("6.2 or newer");
  }

  private void fail(String code, String text) {
    faults.failed(COMMAND, new RedisError(code, text));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
