package org.messageboard.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.messageboard.it.BoardServer;

/**
 * How much a server has written.
 *
 * @param lines of its console and of Liberty's own log
 * @param bytes of both
 * @param incidents files with a stack trace each, which Liberty writes at what it did not expect
 */
record ServerLog(long lines, long bytes, long incidents) {

  static ServerLog of(BoardServer server) {
    var files = Stream.of(server.logFile(), server.messagesLog()).filter(Files::exists).toList();
    try {
      long lines = 0;
      long bytes = 0;
      for (var file : files) {
        bytes += Files.size(file);
        try (var stream = Files.newInputStream(file)) {
          lines += count(stream.readAllBytes());
        }
      }
      return new ServerLog(lines, bytes, incidents(server.messagesLog().resolveSibling("ffdc")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What has been written since then. */
  ServerLog since(ServerLog earlier) {
    return new ServerLog(
        lines - earlier.lines, bytes - earlier.bytes, incidents - earlier.incidents);
  }

  private static long count(byte[] bytes) {
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static long incidents(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return 0;
    }
    try (var files = Files.list(directory)) {
      return files.count();
    }
  }
}
