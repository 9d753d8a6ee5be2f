package org.messageboard.limits;

import java.util.Locale;

/**
 * What a server holds at a moment.
 *
 * @param minute minutes since the run began
 * @param posts posts answered with 202 so far
 * @param opened streams opened so far
 * @param clients streams open as the clients see it
 * @param streams streams that the server's memory holds after a full collection
 * @param heap bytes of live objects after a full collection
 * @param rss bytes of memory that the process has
 * @param threads its threads
 * @param files its open file descriptors
 */
record Sample(
    double minute,
    long posts,
    long opened,
    int clients,
    long streams,
    long heap,
    long rss,
    int threads,
    int files) {

  static final String HEAD =
      """
      | minute | posts | streams opened | open at the clients | held by the server | heap, MiB | RSS, MiB | threads | files |
      | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  /** Its line of a Markdown table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %.0f | %,d | %,d | %d | %d | %.1f | %.0f | %d | %d |",
        minute,
        posts,
        opened,
        clients,
        streams,
        mebibytes(heap),
        mebibytes(rss),
        threads,
        files);
  }

  private static double mebibytes(long bytes) {
    return bytes / 1024.0 / 1024.0;
  }
}
