package org.messageboard.socket;

/** Status codes of close frames (RFC 6455, section 7.4.1, and IANA's registry). */
final class CloseCode {

  static final int NORMAL = 1000;

  /** The server stops. */
  static final int GOING_AWAY = 1001;

  static final int PROTOCOL_ERROR = 1002;

  /** A binary message. */
  static final int UNSUPPORTED = 1003;

  /** A text that is not UTF-8. */
  static final int INVALID_TEXT = 1007;

  /** A client that does not wait for its answers. */
  static final int POLICY = 1008;

  static final int TOO_LARGE = 1009;

  /** The stream failed; the client resumes. */
  static final int ERROR = 1011;

  /** The session is over. */
  static final int UNAUTHORIZED = 3000;

  private static final int FIRST_REGISTERED = 3000;
  private static final int LAST_PRIVATE = 4999;

  private CloseCode() {}

  /** Whether a client may send it: 1005, 1006 and 1015 stand for frames that were not sent. */
  static boolean mayBeSent(int code) {
    return code >= NORMAL && code <= 1003
        || code >= INVALID_TEXT && code <= 1014
        || code >= FIRST_REGISTERED && code <= LAST_PRIVATE;
  }
}
