package org.messageboard.redis;

import java.util.Optional;
import redis.clients.jedis.HostAndPort;

/** Knows whom to ask which Redis has the board's keys at the moment. Its text says whom. */
interface PrimaryFinder {

  /** That Redis, or nothing when nobody knows it; within seconds, and without an exception. */
  Optional<HostAndPort> ask();
}
