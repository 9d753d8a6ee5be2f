/**
 * What becomes of all that was written: taken out, put back, kept for so long, held, and removed
 * for good, by moderators and the operator, over HTTP.
 *
 * <p>What goes in or away does so as events in Kafka, which stays the truth; only decisions about
 * how long something is kept, and the progress of an erasure, are in PostgreSQL alone. Without an
 * archive all of it answers 404.
 */
package org.messageboard.keeping;
