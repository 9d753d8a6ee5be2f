package org.messageboard.accounts;

import java.util.Map;
import java.util.Optional;

/**
 * What the provider says about somebody who signs in or is signed in.
 *
 * @param claims of the ID token; null where a renewal brought none, so that nothing has changed
 * @param refreshToken with which to ask again
 */
record Grant(Map<String, Object> claims, Optional<String> refreshToken) {

  /** Without the token. */
  @Override
  public String toString() {
    return refreshToken.isPresent() ? "a grant that can be renewed" : "a grant";
  }
}
