/**
 * Who is who: a guest's signed cookie, the keys that sign it, and the proof that a write comes from
 * the board's own page.
 *
 * <p>{@code Caller} tells the resources who sent a request. What somebody may do with a message is
 * not decided here.
 */
package org.messageboard.accounts;
