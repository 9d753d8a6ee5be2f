package org.messageboard.accounts;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * How long sessions last, in seconds.
 *
 * @param renew age at which the provider is asked again
 * @param grace how long a session goes on after that if the provider or Redis is away
 * @param max how long a session lasts in any case
 */
@Dependent
public record SessionSettings(int renew, int grace, int max) {

  private static final int DAY = 86_400;
  private static final String RENEW = "auth.session.renew.seconds";
  private static final String MAX = "auth.session.max.seconds";

  @Inject
  public SessionSettings(Settings settings) {
    this(
        settings.whole(RENEW, 1, DAY),
        settings.whole("auth.session.grace.seconds", 1, DAY),
        settings.whole(MAX, 1, 30 * DAY));
    settings.check(
        renew <= max, RENEW, "is %s, more than the %s of %s".formatted(renew, max, MAX), MAX);
  }
}
