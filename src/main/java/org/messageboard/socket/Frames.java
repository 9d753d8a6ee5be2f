package org.messageboard.socket;

/** Frames from a server to a client, which are not masked (RFC 6455, section 5.2). */
final class Frames {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  static final int FINAL = 0x80;

  /** The largest payload whose length fits into the second byte; control frames have no larger. */
  static final int SHORT = 125;

  /** What the second byte says when the length follows in two bytes, or in eight. */
  static final int TWO_BYTES = 126;

  static final int EIGHT_BYTES = 127;

  private static final int LARGEST_OF_TWO = 0xFFFF;

  private Frames() {}

  /** The head of an unfragmented frame. */
  static byte[] head(int opcode, int length) {
    byte first = (byte) (FINAL | opcode);
    if (length <= SHORT) {
      return new byte[] {first, (byte) length};
    }
    if (length <= LARGEST_OF_TWO) {
      return new byte[] {first, TWO_BYTES, (byte) (length >> 8), (byte) length};
    }
    return new byte[] {
      first,
      EIGHT_BYTES,
      0,
      0,
      0,
      0,
      (byte) (length >> 24),
      (byte) (length >> 16),
      (byte) (length >> 8),
      (byte) length
    };
  }

  static byte[] frame(int opcode, byte[] payload) {
    var head = head(opcode, payload.length);
    var frame = new byte[head.length + payload.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(payload, 0, frame, head.length, payload.length);
    return frame;
  }

  /**
   * A close frame without a reason.
   *
   * @param code of section 7.4
   */
  static byte[] close(int code) {
    return frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
  }
}
