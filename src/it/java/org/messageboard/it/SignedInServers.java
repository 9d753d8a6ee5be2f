package org.messageboard.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.messageboard.dev.Await;
import org.messageboard.dev.ChildProcess;
import org.messageboard.dev.OpenIdProvider;
import org.messageboard.dev.Ports;

/**
 * Two servers at which people sign in, of which the first writes to Redis, with a Kafka and a Redis
 * of their own: for all tests that lose Redis, or want to know what another server does.
 */
final class SignedInServers implements BeforeAllCallback {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What runs, once it does. */
  private record Running(
      OpenIdProvider provider, Services services, BoardServer one, BoardServer two)
      implements AutoCloseable {

    static Running start() {
      int port = Ports.free();
      var provider = provider(port);
      var services = new Services("signed-in");
      var one = server(services, "one", "true", provider);
      var two = server(services, "two", "false", provider);
      ChildProcess.startAll(List.of(one, two));
      for (var server : List.of(one, two)) {
        if (!Await.until(() -> server.board().get("api/sign-in").statusCode() == 303, LIMIT)) {
          throw new AssertionError("Nobody can sign in.");
        }
      }
      return new Running(provider, services, one, two);
    }

    private static OpenIdProvider provider(int port) {
      try {
        return new OpenIdProvider(EmbeddedServices.directory().resolve("signed-in"), port);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static BoardServer server(
        Services services, String role, String consumer, OpenIdProvider provider) {
      return services.server(
          role,
          Map.of(
              "CONSUMER_ENABLED",
              consumer,
              "AUTH_MODE",
              "oidc",
              "AUTH_OIDC_ISSUER",
              provider.issuer(),
              "AUTH_OIDC_CLIENT_ID",
              OpenIdProvider.CLIENT,
              "AUTH_ROLES_POSTER",
              "board-posters",
              "AUTH_ROLES_MODERATOR",
              OpenIdProvider.MODERATORS));
    }

    @Override
    public void close() {
      List.of(one, two).forEach(ChildProcess::close);
      services.close();
      provider.close();
    }
  }

  private Running running;

  /** Started for the first class that asks. */
  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(Namespace.create(SignedInServers.class))
            .computeIfAbsent(Running.class, key -> Running.start(), Running.class);
  }

  OpenIdProvider provider() {
    return running.provider();
  }

  Services services() {
    return running.services();
  }

  BoardServer one() {
    return running.one();
  }

  BoardServer two() {
    return running.two();
  }
}
