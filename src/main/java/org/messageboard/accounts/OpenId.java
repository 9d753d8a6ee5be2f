package org.messageboard.accounts;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.messageboard.metrics.Metrics;

/**
 * The OpenID provider of {@code auth.oidc.*}. The library is behind this class, which nobody calls
 * where people do not sign in: then none of it is loaded.
 *
 * <p>Every method throws {@link ProviderAwayException} if the provider does not answer, and {@link
 * RefusedException} if it, or the board by its keys, does not accept what it is given.
 */
@ApplicationScoped
public class OpenId {

  @Inject SignInSettings settings;
  @Inject Metrics metrics;

  private CodeFlow flow;
  private Tokens tokens;

  @PostConstruct
  void wire() {
    var provider = new Provider(settings.issuer(), ProviderAwayException.RETRY_AFTER);
    tokens = new Tokens(provider, settings);
    flow = new CodeFlow(provider, tokens, settings);
  }

  /** Asks the provider for its addresses, and whether it can be used, as long as that is needed. */
  void look() {
    flow.look();
  }

  void measure() {
    metrics.gauge(
        "openid_provider_reachable",
        "1 when the OpenID provider can be used",
        () -> isReachable() ? 1 : 0);
  }

  /** Whether the provider can be used, as far as this server has tried. */
  public boolean isReachable() {
    return flow.provider().isReachable();
  }

  URI signInAddress(Attempt attempt, URI callback) {
    return flow.address(attempt, callback);
  }

  Grant exchange(String code, Attempt attempt, URI callback) {
    return flow.exchange(code, attempt, callback);
  }

  Grant refresh(String refreshToken, Consumer<String> keep) {
    return flow.refresh(refreshToken, keep);
  }

  Optional<URI> signOutAddress(URI back) {
    return flow.signOutAddress(back);
  }

  Map<String, Object> accessToken(String token) {
    return tokens.accessToken(token);
  }

  Map<String, Object> logoutToken(String token) {
    return tokens.logoutToken(token);
  }
}
