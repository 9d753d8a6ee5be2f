package org.messageboard.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteRefusalsTest {

  private final List<String> done = new ArrayList<>();
  private long now;
  private final WriteRefusals refusals =
      new WriteRefusals(() -> done.add("idle"), () -> done.add("all"), () -> now);

  @Test
  void allConnectionsAreReplacedWhenRefusalsBeginAndEnd() {
    refusals.accepted();
    assertThat(done).isEmpty();
    refusals.refused("READONLY");
    refusals.refused("READONLY");
    refusals.refused("LOADING");
    assertThat(done).containsExactly("all", "idle", "idle");
    pass(Duration.ofSeconds(10));
    refusals.accepted();
    refusals.accepted();
    assertThat(done).containsExactly("all", "idle", "idle", "all");
  }

  @Test
  void alternatingWritesAndRefusalsAreOneSeries() {
    for (int i = 0; i < 10; i++) {
      refusals.refused("OOM");
      pass(Duration.ofSeconds(2));
      refusals.accepted();
    }
    assertThat(done).hasSize(10).containsOnlyOnce("all");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
