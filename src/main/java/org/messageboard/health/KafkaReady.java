package org.messageboard.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.messageboard.log.Topic;

/** Kafka answers and the topic exists. */
@Readiness
@ApplicationScoped
public class KafkaReady implements HealthCheck {

  @Inject Topic topic;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("kafka-producer").status(topic.reachable()).build();
  }
}
