package org.messageboard.redis;

import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/**
 * Finds the Redis that has the board's keys at the moment. {@code toString} names the nodes that it
 * asks.
 */
interface PrimaryFinder {

  /** That Redis, or empty if nobody knows it. Answers within seconds, and throws nothing. */
  Optional<HostAndPort> find();
}
