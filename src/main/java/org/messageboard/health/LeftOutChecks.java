package org.messageboard.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import org.eclipse.microprofile.config.ConfigProvider;

/** Leaves out the checks of what is switched off. */
public final class LeftOutChecks implements Extension {

  void leaveOut(@Observes ProcessAnnotatedType<ProviderReady> check) {
    var mode = ConfigProvider.getConfig().getOptionalValue("auth.mode", String.class);
    if (mode.filter("oidc"::equals).isEmpty()) {
      check.veto();
    }
  }
}
