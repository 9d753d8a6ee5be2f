/**
 * Posting: from a request's body to Kafka's acknowledgement.
 *
 * <p>A post is taken and answered by one thread. When too many threads wait, or a body does not
 * come with its head, the post goes the way without a thread ({@code PostThreads}), so a Kafka that
 * does not answer, and clients that send a byte now and then, hold up only themselves.
 */
package org.messageboard.posting;
