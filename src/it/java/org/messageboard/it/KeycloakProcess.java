package org.messageboard.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.Ports;

/** Keycloak with the realm of docker/keycloak. */
final class KeycloakProcess extends ChildProcess {

  /** Name and password of Keycloak's administrator. */
  static final String ADMIN = "admin";

  private static final Path REALM = Path.of("docker/keycloak/board-realm.json");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path home;
  private volatile String board;

  /**
   * @param home where Keycloak is unpacked
   */
  KeycloakProcess(Path home) {
    super("Keycloak", EmbeddedServices.directory().resolve("keycloak"), Ports.free());
    this.home = home.toAbsolutePath();
  }

  /** Starts it for a board, which may start later. */
  void startFor(Board asking) {
    board = asking.uri().toString().replaceFirst("/$", "");
    start();
  }

  URI uri() {
    return URI.create("http://localhost:" + port() + "/");
  }

  String issuer() {
    return uri() + "realms/board";
  }

  @Override
  protected List<String> command() throws IOException {
    var realm =
        Files.readString(REALM)
            .replace("http://localhost:9080", board)
            .replace("http://proxy:9080", board);
    var directory = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(directory.resolve("board-realm.json"), realm);
    return List.of(
        "/bin/sh",
        home.resolve("bin/kc.sh").toString(),
        "start-dev",
        "--import-realm",
        "--http-port=" + port());
  }

  @Override
  protected Map<String, String> environment() {
    return Map.of(
        "JAVA_HOME",
        System.getProperty("java.home"),
        "JAVA_OPTS_KC_HEAP",
        "-Xms64m -Xmx384m",
        "KC_BOOTSTRAP_ADMIN_USERNAME",
        ADMIN,
        "KC_BOOTSTRAP_ADMIN_PASSWORD",
        ADMIN);
  }

  @Override
  protected boolean isReady() {
    var discovery = URI.create(issuer() + "/.well-known/openid-configuration");
    try {
      var request = HttpRequest.newBuilder(discovery).timeout(Duration.ofSeconds(5)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
