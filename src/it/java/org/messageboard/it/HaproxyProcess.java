package org.messageboard.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.messageboard.Command;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.Ports;

/** The machine's HAProxy with docker/haproxy.cfg, before servers of this machine. */
final class HaproxyProcess extends ChildProcess {

  private static final Path CONFIGURATION = Path.of("docker/haproxy.cfg");

  private final List<BoardServer> servers;

  HaproxyProcess(List<BoardServer> servers) {
    super("HAProxy", EmbeddedServices.directory().resolve("haproxy"), Ports.free());
    this.servers = servers;
  }

  Board board() {
    return new Board(URI.create("http://localhost:" + port() + "/"));
  }

  @Override
  protected List<String> command() throws IOException {
    var haproxy = Command.find(List.of("haproxy"));
    var file = directory().resolve("haproxy.cfg");
    Files.writeString(file, configuration(Files.readString(CONFIGURATION)));
    return List.of(haproxy.orElseThrow().toString(), "-db", "-f", file.toString());
  }

  /** Without Docker's name service and Kafka UI. */
  private String configuration(String ofCompose) {
    var web =
        servers.stream()
            .map(server -> "server %s 127.0.0.1:%s".formatted(server.name(), server.port()))
            .map(server -> server + " $1")
            .collect(Collectors.joining("\n  "));
    return ofCompose
        .replaceFirst("(?ms)^resolvers docker$.*?(?=^\\w)", "")
        .replaceFirst("(?ms)^# Published only.*", "")
        .replace(" resolvers docker init-addr none resolve-prefer ipv4", "")
        .replace("bind :9080", "bind 127.0.0.1:" + port())
        .replaceAll("server-template web 20 web:9080 (.*)", web);
  }

  @Override
  protected boolean isReady() {
    try {
      return board().get("").statusCode() > 0;
    } catch (UncheckedIOException e) {
      return false;
    }
  }
}
