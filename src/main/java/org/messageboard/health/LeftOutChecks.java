package org.messageboard.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.ConfigProvider;

/** Leaves out the checks of what is switched off. */
public final class LeftOutChecks implements Extension {

  void leaveOutProvider(@Observes ProcessAnnotatedType<ProviderReady> check) {
    leaveOutUnless("auth.mode", "oidc"::equals, check);
  }

  void leaveOutStatistics(@Observes ProcessAnnotatedType<StatisticsReady> check) {
    leaveOutUnless("statistics.enabled", "true"::equals, check);
  }

  void leaveOutWarmUp(@Observes ProcessAnnotatedType<WarmedUp> check) {
    leaveOutUnless("board.warm-up.seconds", value -> !value.equals("0"), check);
  }

  private static void leaveOutUnless(
      String name, Predicate<String> isOn, ProcessAnnotatedType<?> check) {
    var set = ConfigProvider.getConfig().getOptionalValue(name, String.class);
    if (set.filter(isOn).isEmpty()) {
      check.veto();
    }
  }
}
