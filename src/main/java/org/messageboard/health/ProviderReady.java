package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.accounts.OpenId;
import org.messageboard.settings.Switches;

/**
 * Says whether the OpenID provider can be used. Without it the server still does all but signing
 * people in, so the check is always UP. {@link LeftOutChecks} leaves it out where nobody signs in.
 */
@Readiness
@ApplicationScoped
public class ProviderReady implements HealthCheck {

  @Inject OpenId provider;
  @Inject Switches switches;

  @Override
  public HealthCheckResponse call() {
    var check = HealthCheckResponse.named("openid-provider").up();
    if (switches.healthDetails()) {
      check.withData("reachable", provider.isReachable());
    }
    return check.build();
  }
}
