package org.messageboard.board;

/** A Kafka record that is not an event of the board; the message says why in a sentence. */
public class UnreadableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnreadableRecordException(String reason) {
    super(reason);
  }

  public UnreadableRecordException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
