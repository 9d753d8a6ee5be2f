package org.messageboard.accounts;

import java.time.Duration;

/** The provider does not answer, or not as a provider should. */
class ProviderAwayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** After how long the provider is asked again. */
  static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  ProviderAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
