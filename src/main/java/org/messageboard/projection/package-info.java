/**
 * From the log into the view, each record exactly once.
 *
 * <p>{@code MessageConsumer} cuts polled records into batches, {@code Applier} projects each batch
 * and learns from the answer whether the view lacks something, {@code Comparison} tells a hole in
 * the offsets from a loss, {@code GapRepair} fills the view from Kafka. {@code TopicLag} measures
 * how far the view is behind.
 */
package org.messageboard.projection;
