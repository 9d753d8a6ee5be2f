package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at a server's process from outside, on Linux.
 *
 * @param pid its process
 */
record ServerProbe(long pid) {

  private static final String STREAM = "org.messageboard.live.Subscriber";

  /**
   * Live objects after a full collection, which this causes.
   *
   * @param bytes of all of them
   * @param streams how many are streams
   */
  record Heap(long bytes, long streams) {}

  Heap heap() {
    long bytes = 0;
    long streams = 0;
    for (var line : histogram()) {
      var words = line.strip().split("\\s+");
      if (words[0].equals("Total")) {
        bytes = Long.parseLong(words[2]);
      } else if (words.length > 3 && words[3].equals(STREAM)) {
        streams = Long.parseLong(words[1]);
      }
    }
    return new Heap(bytes, streams);
  }

  /** Resident memory in bytes. */
  long rss() {
    return 1024L * status("VmRSS:");
  }

  int threads() {
    return (int) status("Threads:");
  }

  /** Open file descriptors. */
  int files() {
    try (var files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long status(String field) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      var line = lines.filter(l -> l.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D+", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> histogram() {
    var jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    try {
      var process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
