package org.messageboard.socket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads the frames of a client (RFC 6455, section 5), however their bytes are split, and joins the
 * fragments of its messages. It keeps no more than has come: not even a buffer between messages.
 * Used by one thread at a time.
 */
final class FrameReader {

  /** What the client sends. */
  interface Receiver {

    /** A message, which is valid UTF-8. */
    void text(byte[] message);

    void ping(byte[] payload);

    /**
     * The last frame.
     *
     * @param code to answer with
     */
    void close(int code);
  }

  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7F;
  private static final int CONTROL = 0x08;
  private static final int MASK_BYTES = 4;
  private static final int LONGEST_HEAD = 14;

  private final Receiver receiver;
  private final int maxMessage;

  /** The current frame's head, as far as it has come. */
  private final byte[] head = new byte[LONGEST_HEAD];

  private int headBytes;

  /** Bytes of the current frame's payload that are still to come; negative within its head. */
  private long left = -1;

  private int unmasked;
  private ByteArrayOutputStream control;

  /** The message of which fragments have come, or null. */
  private ByteArrayOutputStream message;

  private boolean closed;

  /**
   * @param maxMessage maximum number of bytes of a message
   */
  FrameReader(Receiver receiver, int maxMessage) {
    this.receiver = receiver;
    this.maxMessage = maxMessage;
  }

  /** Takes what has come next. Nothing counts that comes after a close frame. */
  void read(byte[] bytes, int length) throws ProtocolException {
    int at = 0;
    while (!closed && (at < length || left == 0)) {
      at = left < 0 ? readHead(bytes, at, length) : readPayload(bytes, at, length);
    }
  }

  private int readHead(byte[] bytes, int from, int to) throws ProtocolException {
    int at = from;
    while (at < to && headBytes < headLength()) {
      head[headBytes] = bytes[at];
      headBytes++;
      at++;
    }
    // Before the mask, which a client that does not mask never sends
    require(headBytes < 2 || (head[1] & MASKED) != 0, "A client's frame must be masked.");
    if (headBytes == headLength()) {
      begin();
    }
    return at;
  }

  private int headLength() {
    return headBytes < 2 ? 2 : 2 + lengthBytes() + MASK_BYTES;
  }

  private int lengthBytes() {
    return switch (head[1] & LENGTH) {
      case Frames.TWO_BYTES -> 2;
      case Frames.EIGHT_BYTES -> 8;
      default -> 0;
    };
  }

  private void begin() throws ProtocolException {
    left = payloadLength();
    unmasked = 0;
    require((head[0] & RESERVED) == 0, "A reserved bit is set, but there is no extension.");
    if (isControl()) {
      require(isFinal() && left <= Frames.SHORT, "A control frame is fragmented or too long.");
      control = new ByteArrayOutputStream((int) left);
    } else {
      beginData();
    }
  }

  private void beginData() throws ProtocolException {
    if (opcode() == Frames.BINARY) {
      throw new ProtocolException(CloseCode.UNSUPPORTED, "Messages must be text.");
    }
    boolean continues = opcode() == Frames.CONTINUATION;
    require(continues || opcode() == Frames.TEXT, "The opcode is unknown.");
    require(continues == (message != null), "Fragments are mixed up.");
    if (message == null) {
      message = new ByteArrayOutputStream((int) Math.min(left, Frames.SHORT));
    }
    if (left > maxMessage - message.size()) {
      throw new ProtocolException(
          CloseCode.TOO_LARGE, "A message must have at most " + maxMessage + " bytes.");
    }
  }

  private long payloadLength() throws ProtocolException {
    int bytes = lengthBytes();
    if (bytes == 0) {
      return head[1] & LENGTH;
    }
    long length = 0;
    for (int i = 2; i < 2 + bytes; i++) {
      length = length << 8 | head[i] & 0xFF;
    }
    long smallest = bytes == 2 ? Frames.TWO_BYTES : 1 << 16;
    require(length >= smallest, "A length is negative, or could be shorter.");
    return length;
  }

  private int readPayload(byte[] bytes, int from, int to) throws ProtocolException {
    int taken = (int) Math.min(left, to - from);
    int mask = 2 + lengthBytes();
    var payload = isControl() ? control : message;
    for (int i = from; i < from + taken; i++) {
      payload.write(bytes[i] ^ head[mask + (unmasked++ & 3)]);
    }
    left -= taken;
    if (left == 0) {
      end();
    }
    return from + taken;
  }

  private void end() throws ProtocolException {
    left = -1;
    headBytes = 0;
    if (isControl()) {
      var payload = control.toByteArray();
      control = null;
      takeControl(payload);
    } else if (isFinal()) {
      var whole = message.toByteArray();
      message = null;
      requireText(whole, 0);
      receiver.text(whole);
    }
  }

  private void takeControl(byte[] payload) throws ProtocolException {
    switch (opcode()) {
      case Frames.PING -> receiver.ping(payload);
      case Frames.PONG -> {}
      case Frames.CLOSE -> {
        int code = code(payload);
        closed = true;
        receiver.close(code);
      }
      default -> throw new ProtocolException(CloseCode.PROTOCOL_ERROR, "The opcode is unknown.");
    }
  }

  /** The code of a close frame (section 5.5.1). */
  private static int code(byte[] payload) throws ProtocolException {
    if (payload.length == 0) {
      return CloseCode.NORMAL;
    }
    require(payload.length > 1, "A close frame has half of a code.");
    int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    require(CloseCode.mayBeSent(code), "A close frame has a code that must not be sent.");
    requireText(payload, 2);
    return code;
  }

  private static void requireText(byte[] bytes, int from) throws ProtocolException {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, bytes.length - from));
    } catch (CharacterCodingException e) {
      throw new ProtocolException(CloseCode.INVALID_TEXT, "A text must be UTF-8.");
    }
  }

  private static void require(boolean holds, String otherwise) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException(CloseCode.PROTOCOL_ERROR, otherwise);
    }
  }

  private int opcode() {
    return head[0] & OPCODE;
  }

  private boolean isControl() {
    return (head[0] & CONTROL) != 0;
  }

  private boolean isFinal() {
    return (head[0] & Frames.FINAL) != 0;
  }
}
