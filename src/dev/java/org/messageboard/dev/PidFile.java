package org.messageboard.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers on disk which process uses a directory, so that the next run can wait for a dying one.
 *
 * <p>The file holds the process id and its start time: ids are used again.
 */
record PidFile(Path path) {

  /** Linux derives a start time from the boot time, which may shift when the clock is set. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  void write(ProcessHandle process) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, process.pid() + " " + startOf(process).toEpochMilli());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process that wrote the file, if it still runs. */
  Optional<ProcessHandle> running() {
    try {
      var words = Files.readString(path).split(" ");
      var started = Instant.ofEpochMilli(Long.parseLong(words[1]));
      return ProcessHandle.of(Long.parseLong(words[0]))
          .filter(ProcessHandle::isAlive)
          .filter(process -> isClose(startOf(process), started));
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // no such file, or one cut short by a crash: nobody to wait for
    }
  }

  private static boolean isClose(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
