package org.messageboard.benchmark;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.messageboard.client.Request;

/** A request that posts to one channel; only the time in its text changes. Used by one thread. */
final class PostRequest {

  private final int channel;
  private final ByteBuffer bytes;
  private final int stampAt;

  /**
   * @param channel the channel's index
   * @param name its name
   * @param textLength of the message, in characters; the time takes the first of them
   */
  PostRequest(int channel, String name, int textLength) {
    this.channel = channel;
    var stamp = EventScanner.STAMP + "0".repeat(EventScanner.STAMP_DIGITS);
    var text = stamp + " ".concat("lorem ipsum ".repeat(textLength / 12 + 1));
    var body =
        "{\"author\":\"bench\",\"channel\":\"%s\",\"content\":\"%s\"}"
            .formatted(name, text.substring(0, Math.max(stamp.length(), textLength - 1)) + ".");
    var request = Request.post(body).bytes();
    bytes = ByteBuffer.allocateDirect(request.length).put(request);
    stampAt = new String(request, US_ASCII).indexOf(EventScanner.STAMP) + 1;
  }

  /** The channel's index. */
  int channel() {
    return channel;
  }

  /** The request with this time, in nanoseconds. */
  ByteBuffer due(long time) {
    long rest = time;
    for (int at = stampAt + EventScanner.STAMP_DIGITS - 1; at >= stampAt; at--) {
      bytes.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
    return bytes.clear();
  }
}
