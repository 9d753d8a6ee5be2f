package org.messageboard.log;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.messageboard.settings.Settings;

/**
 * How large a message may be.
 *
 * @param author code points of the author's name
 * @param content code points of the text
 * @param body bytes of the request that posts it
 */
@Dependent
public record MessageLimits(int author, int content, int body) {

  /** Bytes that the board adds to a request's body in its record. */
  private static final int RECORD_OVERHEAD = 1024;

  /** Kafka's producer and topics take no larger records by default. */
  private static final int MAX_BODY = 1_000_000;

  @Inject
  public MessageLimits(Settings settings) {
    this(
        settings.whole("board.author.max-length", 1, MAX_BODY),
        settings.whole("board.content.max-length", 1, MAX_BODY),
        settings.whole("board.body.max-bytes", 1, MAX_BODY));
  }

  /** Maximum size of a record in bytes. */
  public int record() {
    return body + RECORD_OVERHEAD;
  }
}
