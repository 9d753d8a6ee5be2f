package org.messageboard.startup;

/**
 * Ends the start of the application; it has no stack trace, because nothing in the code is wrong.
 */
final class WrongSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param count how many settings are wrong; the log has a sentence for each
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
