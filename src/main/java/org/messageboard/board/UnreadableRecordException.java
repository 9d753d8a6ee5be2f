package org.messageboard.board;

/**
 * A Kafka record that is not an event of the board. The message says why in a sentence, which
 * begins with the path of what is wrong (RFC 6901), such as {@code /content}, if it is one member.
 */
public class UnreadableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String reason) {
    super(reason);
  }

  public UnreadableRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
