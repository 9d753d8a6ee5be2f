package org.messageboard.redis;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.HostAndPort;

/** Keeps connections on the primary Redis; to be run repeatedly, by one thread at a time. */
final class PrimaryWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(PrimaryWatch.class.getName());

  private final PrimaryFinder finder;
  private final List<PrimaryConnections> followers;
  private HostAndPort primary;
  private boolean warned;

  PrimaryWatch(PrimaryFinder finder, List<PrimaryConnections> followers) {
    this.finder = finder;
    this.followers = List.copyOf(followers);
  }

  /** Catches exceptions, because the scheduler does not repeat a task that throws. */
  @Override
  public void run() {
    try {
      finder.find().ifPresentOrElse(this::follow, this::warnUnknown);
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          e,
          () -> "Asking " + finder + " for the primary Redis failed; trying again");
    }
  }

  private void follow(HostAndPort named) {
    if (!named.equals(primary) || warned) {
      LOG.log(
          Level.INFO, "The primary Redis is {0}, according to {1}", new Object[] {named, finder});
    }
    primary = named;
    warned = false;
    followers.forEach(follower -> follower.follow(named));
  }

  private void warnUnknown() {
    if (!warned) {
      LOG.log(
          Level.WARNING,
          "None of {0} names the primary Redis; they are asked again until one does. Check that they can be reached",
          finder);
    }
    warned = true;
  }
}
