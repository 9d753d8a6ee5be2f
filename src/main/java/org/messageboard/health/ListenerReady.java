package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.sse.Streams;

/** The listener is subscribed to Redis. */
@Readiness
@ApplicationScoped
public class ListenerReady implements HealthCheck {

  @Inject Streams streams;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis-listener").status(streams.listening()).build();
  }
}
