package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;
import org.messageboard.sse.Streams;

/** The application is deployed and its listener has started; Kafka and Redis may be away. */
@Startup
@ApplicationScoped
public class StreamsStarted implements HealthCheck {

  @Inject Streams streams;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("redis-listener").status(streams.started()).build();
  }
}
