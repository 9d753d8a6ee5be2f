/**
 * What every feature stands on: the connections to Redis and Kafka, the topic, problem answers, and
 * the headers of every response.
 *
 * <p>Nothing here knows what a message is, and no other package of the board is imported. Redis
 * comes in two kinds of connection: one that gives up early, because a person waits for the answer,
 * and one that is patient, because it carries the pipeline.
 */
package org.messageboard.platform;
