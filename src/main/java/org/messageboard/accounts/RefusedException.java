package org.messageboard.accounts;

/** The provider, or the board by what the provider published, does not accept a code or token. */
class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }

  RefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
