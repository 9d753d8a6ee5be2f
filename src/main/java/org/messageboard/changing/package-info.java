/**
 * Changing messages that were posted: edits, deletions and reactions over HTTP.
 *
 * <p>A request that is sure to fail is refused at once. All others become events of the log;
 * whether they count is decided where the order is made, in {@code judge.lua}.
 */
package org.messageboard.changing;
