package org.messageboard.accounts;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.messageboard.board.Identity.Role;
import org.messageboard.settings.Settings;

/**
 * The OpenID provider, and what its tokens mean to the board.
 *
 * @param issuer the provider's address, as its tokens name it; empty where nobody signs in
 * @param clientId the board's name at the provider
 * @param secret the board's password there; none for a public client
 * @param scopes what the board asks for
 * @param audience for whom the tokens of machines must be meant
 * @param rolesClaim the path of the claim that has a person's roles or groups
 * @param roles the names in that claim that give each role. Without any, everybody who signs in is
 *     a reader, every reader a poster, and nobody a moderator.
 * @param publicUrl the board's address as browsers see it; none if the requests show it
 * @param maxName maximum length of a name, in code points
 */
@Dependent
public record SignInSettings(
    String issuer,
    String clientId,
    Optional<String> secret,
    List<String> scopes,
    String audience,
    List<String> rolesClaim,
    Map<Role, Set<String>> roles,
    Optional<URI> publicUrl,
    int maxName) {

  private static final String ISSUER = "auth.oidc.issuer";
  private static final String CLIENT = "auth.oidc.client.id";

  @Inject
  public SignInSettings(Settings settings) {
    this(
        url(ISSUER, settings).orElse(""),
        text(CLIENT, settings).orElse(""),
        text("auth.oidc.client.secret", settings),
        scopes(settings),
        text("auth.oidc.audience", settings).or(() -> text(CLIENT, settings)).orElse(""),
        path(settings),
        Map.of(
            Role.READER, names("auth.roles.reader", settings),
            Role.POSTER, names("auth.roles.poster", settings),
            Role.MODERATOR, names("auth.roles.moderator", settings)),
        url("auth.public.url", settings).map(URI::create),
        settings.whole("board.author.max-length", 1, 1_000_000));
    boolean needed = text("auth.mode", settings).filter("oidc"::equals).isPresent();
    var missing = "has no value, but auth.mode is oidc";
    settings.check(!needed || text(ISSUER, settings).isPresent(), ISSUER, missing);
    settings.check(!needed || text(CLIENT, settings).isPresent(), CLIENT, missing);
  }

  private static Optional<String> text(String name, Settings settings) {
    return settings.make(() -> settings.text(name)).flatMap(value -> value);
  }

  private static Optional<String> url(String name, Settings settings) {
    return settings.optional(
        name, "an http or https address without a query", SignInSettings::isUrl);
  }

  private static boolean isUrl(String value) {
    try {
      var url = new URI(value);
      return url.getHost() != null
          && List.of("http", "https").contains(url.getScheme())
          && Stream.of(url.getRawQuery(), url.getRawFragment(), url.getRawUserInfo())
              .allMatch(Objects::isNull);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static List<String> scopes(Settings settings) {
    return settings
        .read(
            "auth.oidc.scopes",
            "names with spaces between them, openid among them",
            value -> List.of(value.split(" ")).contains("openid"))
        .map(value -> List.of(value.split(" ")))
        .orElse(List.of());
  }

  private static List<String> path(Settings settings) {
    return settings
        .read(
            "auth.oidc.roles.claim",
            "names with dots between them",
            value -> value.matches("[^.\\s]+(\\.[^.\\s]+)*"))
        .map(value -> List.of(value.split("\\.")))
        .orElse(List.of());
  }

  private static Set<String> names(String name, Settings settings) {
    return text(name, settings).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .collect(Collectors.toSet());
  }

  /**
   * The purpose of a {@link Seal} at this board: another board with the same key, at another
   * provider or with another name there, cannot open what it seals.
   */
  String purpose(String name) {
    return String.join("\n", name, issuer, clientId);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return issuer + " for " + clientId;
  }
}
