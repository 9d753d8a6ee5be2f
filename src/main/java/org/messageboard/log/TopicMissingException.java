package org.messageboard.log;

/** Kafka is away, or does not know the topic at the moment. */
public final class TopicMissingException extends Exception {

  private static final long serialVersionUID = 1L;

  TopicMissingException() {
    super("The topic " + Topic.NAME + " cannot be described.");
  }
}
