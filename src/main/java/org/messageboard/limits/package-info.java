/**
 * Limits on how often somebody may post, react and read: GCRA in one call of {@code limits.lua} for
 * each request, which takes from the person's bucket and from the address's, or from neither.
 *
 * <p>{@code Limits}, a servlet filter, refuses before anything reads a body. Buckets are in Redis,
 * shared by all servers; while Redis does not answer, each server counts in its own memory, and no
 * request waits. Who may do what is not decided here.
 */
package org.messageboard.limits;
