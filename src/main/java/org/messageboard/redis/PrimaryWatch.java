package org.messageboard.redis;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import redis.clients.jedis.HostAndPort;

/** Has connections follow the primary Redis; to be run again and again, by one thread at a time. */
final class PrimaryWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(PrimaryWatch.class.getName());

  private final PrimaryFinder finder;
  private final List<PrimaryConnections> followers;
  private HostAndPort primary;
  private boolean saidUnknown;

  PrimaryWatch(PrimaryFinder finder, List<PrimaryConnections> followers) {
    this.finder = finder;
    this.followers = List.copyOf(followers);
  }

  /** Whatever happens, the scheduler must call it again. */
  @Override
  public void run() {
    try {
      finder.ask().ifPresentOrElse(this::follow, this::missPrimary);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "Asking " + finder + " failed; it is tried again");
    }
  }

  private void follow(HostAndPort named) {
    if (!named.equals(primary) || saidUnknown) {
      LOG.log(Level.INFO, "The primary Redis is {0}, as told by {1}", new Object[] {named, finder});
    }
    primary = named;
    saidUnknown = false;
    followers.forEach(follower -> follower.follow(named));
  }

  private void missPrimary() {
    if (!saidUnknown) {
      LOG.log(
          Level.WARNING,
          "The primary Redis is told by none of {0}; they are asked again until one tells it. See that they can be reached",
          finder);
    }
    saidUnknown = true;
  }
}
