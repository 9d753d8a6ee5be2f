package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** What a client sends. */
final class ClientFrames {

  private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};
  private static final int MASKED = 0x80;

  private ClientFrames() {}

  static byte[] text(String text) {
    return frame(0x81, text.getBytes(UTF_8));
  }

  /**
   * A masked frame.
   *
   * @param first its first byte
   */
  static byte[] frame(int first, byte[] payload) {
    // The length of the payload is written as the server writes it, which has a test of its own
    var head = Frames.head(0, payload.length);
    head[0] = (byte) first;
    head[1] |= (byte) MASKED;
    var masked = payload.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= MASK[i % MASK.length];
    }
    return joined(head, MASK, masked);
  }

  static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
