package org.messageboard.projection;

import org.messageboard.platform.Topic;

/** Kafka is away, or does not know the topic at the moment. */
final class TopicMissingException extends Exception {

  private static final long serialVersionUID = 1L;

  TopicMissingException() {
    super("The topic " + Topic.NAME + " cannot be described.");
  }
}
