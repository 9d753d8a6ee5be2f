package org.messageboard.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import org.eclipse.microprofile.config.ConfigProvider;

/** Leaves out the checks of what is switched off. */
public final class LeftOutChecks implements Extension {

  void leaveOutProvider(@Observes ProcessAnnotatedType<ProviderReady> check) {
    leaveOutUnless("auth.mode", "oidc", check);
  }

  void leaveOutStatistics(@Observes ProcessAnnotatedType<StatisticsReady> check) {
    leaveOutUnless("statistics.enabled", "true", check);
  }

  private static void leaveOutUnless(String name, String value, ProcessAnnotatedType<?> check) {
    var set = ConfigProvider.getConfig().getOptionalValue(name, String.class);
    if (set.filter(value::equals).isEmpty()) {
      check.veto();
    }
  }
}
