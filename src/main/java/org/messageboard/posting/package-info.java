/**
 * Posting: from a request's body to Kafka's acknowledgement. {@code PostResource} is a post's whole
 * way, top to bottom.
 */
package org.messageboard.posting;
