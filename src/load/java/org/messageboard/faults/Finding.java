package org.messageboard.faults;

/**
 * One broken promise.
 *
 * @param kind which
 * @param who the subscriber, or the part of the board
 * @param detail which message, at which positions
 */
record Finding(Kind kind, String who, String detail) {

  enum Kind {
    /** An acknowledged message is not there. */
    LOST,
    /** A message came twice. */
    DUPLICATED,
    /** Two messages are in another order than they must be. */
    REORDERED,
    /** Something else that must not be: a refused message, a wrong list, a missing dead letter. */
    WRONG
  }
}
