package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Records which process uses a directory, so that the next run can wait until it has ended.
 *
 * <p>The file holds the process id and the start time, because ids are reused.
 */
record PidFile(Path path) {

  /** Linux derives start times from the boot time, which shifts when the clock is set. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  void write(ProcessHandle process) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, process.pid() + " " + startOf(process).toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process in the file, if it is still running. */
  Optional<ProcessHandle> running() {
    try {
      var words = Files.readString(path).split(" ");
      var started = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> isClose(startOf(process), started));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // no file, or one truncated by a crash: nothing to wait for
    }
  }

  private static boolean isClose(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
