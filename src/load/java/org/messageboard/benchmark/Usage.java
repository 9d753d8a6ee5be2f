package org.messageboard.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What processes have used, by Linux (proc(5)).
 *
 * @param cpuSeconds of all their threads, in user and kernel mode, since they started
 * @param rssBytes resident memory
 */
record Usage(double cpuSeconds, long rssBytes) {

  /** Of /proc/pid/stat; 100 for programs on every Linux that has a JVM. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;

  /**
   * Looks at these processes.
   *
   * @throws UncheckedIOException if one is gone
   */
  static Usage of(Collection<Long> pids) {
    double cpu = 0;
    long rss = 0;
    for (long pid : pids) {
      cpu += cpuSeconds(read(pid, "stat"));
      rss += rssBytes(read(pid, "status"));
    }
    return new Usage(cpu, rss);
  }

  /** The fields after the name, which may hold anything, a bracket too. */
  static double cpuSeconds(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    return ticks / TICKS_PER_SECOND;
  }

  static long rssBytes(String status) {
    var line = status.lines().filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
    return 1024 * Long.parseLong(line.replaceAll("\\D+", ""));
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
