package org.messageboard.dev;

/** Prints messages for the person at the terminal, among Maven's and the server's lines. */
final class Console {

  private Console() {}

  static synchronized void say(String format, Object... arguments) {
    format.formatted(arguments).lines().forEach(line -> System.out.println("[board] " + line));
    System.out.flush();
  }
}
