package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.platform.RedisConnections;
import redis.clients.jedis.exceptions.JedisException;

/** Redis answers a PING. */
@Readiness
@ApplicationScoped
public class RedisReady implements HealthCheck {

  private static final Logger LOG = Logger.getLogger(RedisReady.class.getName());

  @Inject RedisConnections connections;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis").status(answers()).build();
  }

  private boolean answers() {
    try {
      return "PONG".equals(connections.reading().ping());
    } catch (JedisException e) {
      LOG.log(Level.FINE, "Redis does not answer the health check", e);
      return false;
    }
  }
}
