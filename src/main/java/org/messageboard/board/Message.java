package org.messageboard.board;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A message posted to the board. */
@Schema(description = "A message of the board")
public record Message(
    @Schema(
            description =
                "Position on the board, <epoch>:<number>; not yet known in the answer to a post",
            examples = "f3a9c01b7d24:1042",
            readOnly = true)
        String position,
    @Schema(
            description = "UUID; the Idempotency-Key when one was sent",
            examples = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10",
            required = true)
        String id,
    @Schema(
            description = "Channel",
            pattern = ChannelName.PATTERN,
            examples = "general",
            required = true)
        String channel,
    @Schema(description = "Who posted it", examples = "Ada", required = true) String author,
    @Schema(description = "The text", examples = "Hello, board!", required = true) String content,
    @Schema(
            description = "When it was accepted, ISO-8601 in UTC",
            examples = "2026-03-01T12:00:00.123Z",
            required = true)
        String timestamp)
    implements BoardEvent {

  /** A copy with another position and timestamp. */
  public Message as(String position, String timestamp) {
    return new Message(position, id, channel, author, content, timestamp);
  }
}
