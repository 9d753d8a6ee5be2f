package org.messageboard.warmup;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import org.messageboard.settings.Settings;

/**
 * @param longest how long the server may warm up; zero if it does not
 */
@Dependent
public record WarmUpSettings(Duration longest) {

  private static final int LONGEST_SECONDS = 60;

  @Inject
  public WarmUpSettings(Settings settings) {
    this(Duration.ofSeconds(settings.whole("board.warm-up.seconds", 0, LONGEST_SECONDS)));
  }
}
