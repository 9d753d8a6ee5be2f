package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.messageboard.client.Request;

/**
 * A WebSocket (RFC 6455) over which come orders that are wrong, and frames that no client may send.
 *
 * @param pick the choice
 * @param body makes what orders are about
 */
record SocketFrames(Pick pick, FittingBody body) {

  private static final List<String> ORDERS =
      List.of("post", "edit", "delete", "react", "unreact", "read", "none-such");

  private static final List<String> MEMBERS =
      List.of("ref", "key", "author", "content", "channel", "message", "emoji", "id");

  private static final int TEXT = 1;
  private static final int CLOSE = 8;

  /** Fewer bytes than this have their length in one byte. */
  private static final int SHORT = 126;

  static Request handshake(Pick pick, String caller) {
    var query = pick.percent(70) ? "" : "?lastEventId=" + new HostileText(pick).encoded();
    return Request.get(
        "/api/messages/socket" + query,
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        caller.isEmpty() ? "X: x" : caller);
  }

  byte[] bytes() {
    var all = new ByteArrayOutputStream();
    for (int i = pick.length(40); i > 0; i--) {
      all.writeBytes(pick.percent(85) ? frame(0x80 | TEXT, order()) : broken());
    }
    all.writeBytes(frame(0x80 | CLOSE, ByteBuffer.allocate(2).putShort((short) 1000).array()));
    return all.toByteArray();
  }

  private byte[] order() {
    if (pick.percent(20)) {
      return new HostileBody(pick).bytes();
    }
    var json = new StringBuilder("{\"do\":\"" + pick.one(ORDERS) + "\"");
    for (var member : MEMBERS) {
      if (pick.percent(85)) {
        json.append(",\"").append(member).append("\":").append(value(member));
      }
    }
    return json.append(",\"revision\":1,\"count\":1}").toString().getBytes(UTF_8);
  }

  private String value(String member) {
    if (pick.percent(5)) {
      return new HostileBody(pick).value();
    }
    var known = member.equals("key") ? pick.uuid() : body.text(member, JsonValue.EMPTY_JSON_OBJECT);
    return Json.createValue(known).toString();
  }

  private byte[] broken() {
    var payload = pick.bytes(pick.length(200));
    return switch (pick.below(6)) {
      case 0 -> new byte[] {(byte) 0x81, 1, 'x'}; // not masked
      case 1 -> frame(pick.below(256), payload); // any bits, any kind of frame
      case 2 -> frame(TEXT, payload); // never ends
      case 3 -> frame(0x80 | 9, pick.bytes(SHORT)); // a ping that is too long
      case 4 -> new byte[] {(byte) 0x81, (byte) 0xFF, 0x7F, -1, -1, -1, -1, -1, -1, -1};
      default -> frame(0x80 | TEXT, new byte[] {(byte) 0xC3, 0x28}); // no UTF-8
    };
  }

  /** Masked with zeros, so the payload stands in it as it is. */
  private static byte[] frame(int first, byte[] payload) {
    var bytes = ByteBuffer.allocate(payload.length + 14).put((byte) first);
    if (payload.length < SHORT) {
      bytes.put((byte) (0x80 | payload.length));
    } else if (payload.length < 0x10000) {
      bytes.put((byte) (0x80 | SHORT)).putShort((short) payload.length);
    } else {
      bytes.put((byte) (0x80 | SHORT + 1)).putLong(payload.length);
    }
    bytes.putInt(0).put(payload).flip();
    var frame = new byte[bytes.remaining()];
    bytes.get(frame);
    return frame;
  }
}
