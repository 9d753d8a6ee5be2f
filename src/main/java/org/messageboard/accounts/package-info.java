/**
 * Who is who: a guest's signed cookie, or the session of somebody who has signed in with an OpenID
 * provider; the keys that protect both, and the proof that a write comes from the board's own page.
 *
 * <p>{@code Caller} tells the resources who sent a request. What somebody may do with a message is
 * not decided here.
 */
package org.messageboard.accounts;
