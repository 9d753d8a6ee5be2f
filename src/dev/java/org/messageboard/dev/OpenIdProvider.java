package org.messageboard.dev;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;

/**
 * An OpenID provider on this machine with three people and no passwords: ada and bob post, mod is a
 * moderator. Whoever asks is whoever it says, so it must not serve anybody else.
 */
public final class OpenIdProvider implements AutoCloseable {

  /** The board's name at this provider. */
  public static final String CLIENT = "message-board";

  /** The group of the moderator. */
  public static final String MODERATORS = "board-moderators";

  /** A person's name for signing in. */
  public enum Person {
    ADA("Ada Lovelace", "board-posters"),
    BOB("Bob Kahn", "board-posters"),
    MOD("Mo Derator", "board-posters", MODERATORS);

    private final String name;
    private final List<String> groups;

    Person(String name, String... groups) {
      this.name = name;
      this.groups = List.of(groups);
    }

    /** Its subject at this provider. */
    public String subject() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The claims of its tokens, as JSON. */
    public String claims() {
      var quoted = groups.stream().map(group -> "\"" + group + "\"").toList();
      return "{\"name\":\"%s\",\"preferred_username\":\"%s\",\"groups\":[%s]}"
          .formatted(name, subject(), String.join(",", quoted));
    }
  }

  private static final String ISSUER = "board";

  /** It logs each refusal with a stack trace. */
  private static final Logger LOG = Logger.getLogger("no.nav.security");

  private final MockOAuth2Server server;

  /**
   * Starts it.
   *
   * @param directory for its page
   */
  public OpenIdProvider(Path directory, int port) throws IOException {
    LOG.setLevel(Level.OFF);
    Files.createDirectories(directory);
    var page = Files.writeString(directory.resolve("sign-in.html"), page());
    server = new MockOAuth2Server(new OAuth2Config(true, page.toString()));
    server.start(InetAddress.getLoopbackAddress(), port);
  }

  /** Its address, for {@code auth.oidc.issuer}. */
  public String issuer() {
    return issuer(server.baseUrl().port());
  }

  static String issuer(int port) {
    return "http://localhost:" + port + "/" + ISSUER;
  }

  /** The board's settings for the provider at this port. */
  public static Map<String, String> settings(int port) {
    return Map.of(
        "auth.mode",
        "oidc",
        "auth.oidc.issuer",
        issuer(port),
        "auth.oidc.client.id",
        CLIENT,
        "auth.roles.moderator",
        MODERATORS);
  }

  /** A signed token with these claims; those that are missing are those of a valid one. */
  public String token(String subject, String audience, Map<String, Object> claims, Duration life) {
    return server.issueToken(ISSUER, subject, audience, claims, life.toSeconds()).serialize();
  }

  @Override
  public void close() {
    server.shutdown();
  }

  /** Runs it until the process ends: its arguments are its directory and its port. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var provider = new OpenIdProvider(Path.of(args[0]), Integer.parseInt(args[1]))) {
      System.out.println("The provider is " + provider.issuer());
      Thread.currentThread().join();
    }
  }

  private static String page() {
    var people =
        List.of(Person.values()).stream()
            .map(
                person ->
                    """
                      <form method="post">
                        <input type="hidden" name="username" value="%s">
                        <input type="hidden" name="claims" value="%s">
                        <button>%s</button>
                      </form>
                    """
                        .formatted(
                            person.subject(), person.claims().replace("\"", "&quot;"), person.name))
            .collect(Collectors.joining());
    return """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Who are you?</title>
          </head>
          <body>
            <h1>Who are you?</h1>
            <p>This provider is for development only: nobody needs a password.</p>
        %s  </body>
        </html>
        """
        .formatted(people);
  }
}
