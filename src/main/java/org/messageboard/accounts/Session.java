package org.messageboard.accounts;

import java.time.Instant;
import org.messageboard.board.Identity;

/**
 * Somebody who has signed in.
 *
 * @param id of the session; null for a machine with a token
 * @param providerId what the provider's own session is known by here; null if it names none
 * @param identity who it is
 * @param times when it began and how long it lasts
 */
public record Session(String id, String providerId, Identity identity, Times times) {

  /**
   * Points in time, in seconds since 1970.
   *
   * @param began when the person signed in
   * @param proven when the provider last had them prove who they are; 0 if it does not say
   * @param renewAt when the provider is to be asked again
   * @param until when the session ends if it is not renewed
   * @param end when it ends in any case
   */
  public record Times(long began, long proven, long renewAt, long until, long end) {

    /** Of a session that begins. */
    static Times begin(SessionSettings settings, long proven, long now) {
      return new Times(now, proven, 0, 0, now + settings.max()).renewed(settings, now);
    }

    /** Of a session that the provider has just confirmed. */
    Times renewed(SessionSettings settings, long now) {
      long renew = Math.min(now + settings.renew(), end);
      return new Times(began, proven, renew, Math.min(renew + settings.grace(), end), end);
    }

    /** The wall clock: other servers and the provider read these times. */
    static long now() {
      return Instant.now().getEpochSecond();
    }
  }

  /** The same person's session after a renewal, which may have changed the name and the roles. */
  Session renewed(Identity current, SessionSettings settings, long now) {
    return new Session(id, providerId, current, times.renewed(settings, now));
  }

  /** Without the identity. */
  @Override
  public String toString() {
    return "a session until " + Instant.ofEpochSecond(times.until);
  }
}
