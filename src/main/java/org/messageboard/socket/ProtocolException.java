package org.messageboard.socket;

/** Thrown when a client breaks the protocol, or a limit. */
final class ProtocolException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * @param code what to close the connection with
   */
  ProtocolException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }
}
