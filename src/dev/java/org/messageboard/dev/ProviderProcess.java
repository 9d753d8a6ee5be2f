package org.messageboard.dev;

import java.nio.file.Path;
import java.util.List;

/** An {@link OpenIdProvider} as a child process. */
final class ProviderProcess extends ChildProcess {

  /**
   * @param directory for its page
   * @param port browsers and the board connect to
   */
  ProviderProcess(Path directory, int port) {
    super("Provider", directory, port);
  }

  @Override
  protected List<String> command() {
    return List.of(
        javaCommand(),
        "-Xmx64m",
        "-cp",
        classPath(),
        OpenIdProvider.class.getName(),
        directory().toString(),
        Integer.toString(port()));
  }

  @Override
  protected boolean isReady() {
    return Ports.isListening(port());
  }
}
