package org.messageboard.log;

import org.messageboard.board.BoardEvent;

/** Records in Avro, for tests of other packages. */
public final class AvroRecords {

  private AvroRecords() {}

  /** The event in Avro's single-object encoding. */
  public static byte[] of(BoardEvent event) {
    var format = new RecordFormat();
    format.settings = new RecordSettings(true, null);
    format.limits = new MessageLimits(50, 2_000, 65_536);
    format.prepare();
    return format.record(event).value();
  }
}
