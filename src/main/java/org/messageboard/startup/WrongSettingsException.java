package org.messageboard.startup;

/** Ends the start of the application, without a stack trace: nothing is wrong with the code. */
final class WrongSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param count of wrong settings; the log has a sentence for each
   */
  WrongSettingsException(int count) {
    super(
        "The message board does not start. The log names what is wrong in its settings: %s."
            .formatted(count),
        null,
        false,
        false);
  }
}
