package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageJsonTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
  private static final Message MESSAGE =
      new Message(null, ID, "general", "Ada", "Hello", "2026-03-01T12:00:00.123Z");

  @Test
  void theMembersAreInAFixedOrder() {
    assertThat(MessageJson.write(MESSAGE))
        .isEqualTo(
            "{\"id\":\""
                + ID
                + "\",\"channel\":\"general\",\"author\":\"Ada\","
                + "\"content\":\"Hello\",\"timestamp\":\"2026-03-01T12:00:00.123Z\"}");
  }

  @Test
  void theTailFollowsAPosition() {
    assertThat("{\"position\":\"a:1\"," + MessageJson.tail(MESSAGE))
        .startsWith("{\"position\":\"a:1\",\"id\":\"" + ID)
        .endsWith("}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plain", "a\r\n\tb", "a\u2028\u2029", "\ud83d\ude00", "\"\\/", "{}", "id: 1"})
  void aRecordIsReadBackUnchanged(String content) throws UnreadableRecordException {
    var message = new Message(null, ID, "general", "Ada", content, MESSAGE.timestamp());
    var record = MessageJson.writeRecord(message).getBytes(UTF_8);
    assertThat(MessageJson.readRecord(record, 10_000)).isEqualTo(message);
  }

  @Test
  void theJsonHasNoRawLineBreaks() {
    var message = new Message(null, ID, "general", "Ada", "a\r\nb", MESSAGE.timestamp());
    assertThat(MessageJson.write(message)).doesNotContain("\r", "\n");
  }

  @Test
  void onlyTheRecordHasTheOwner() throws UnreadableRecordException {
    var owned = new Message(null, ID, "general", "Ada", "Hello", MESSAGE.timestamp(), "somebody");
    var record = MessageJson.writeRecord(owned);
    assertThat(record).endsWith(",\"owner\":\"somebody\"}");
    assertThat(MessageJson.readRecord(record.getBytes(UTF_8), 10_000)).isEqualTo(owned);
    assertThat(MessageJson.write(owned)).isEqualTo(MessageJson.write(MESSAGE));
    assertThat(MessageJson.tail(owned)).isEqualTo(MessageJson.tail(MESSAGE));
  }

  /** Before there were owners, the board ignored such a member. */
  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "\"\"", "[\"a\"]", "\"\\ud800\""})
  void aRecordWithAnOwnerOfAnotherKindIsNobodys(String owner) throws UnreadableRecordException {
    var record = MessageJson.write(MESSAGE).replace("Z\"}", "Z\",\"owner\":" + owner + "}");
    assertThat(MessageJson.readRecord(record.getBytes(UTF_8), 10_000)).isEqualTo(MESSAGE);
  }

  @Test
  void anEventOfADifferentTypeIsPassedOnWithoutItsOwner() throws UnreadableRecordException {
    var record = "{\"type\":\"praised\",\"channel\":\"general\",\"owner\":\"somebody\"}";
    assertThat(MessageJson.tail(MessageJson.readRecord(record.getBytes(UTF_8), 10_000)))
        .isEqualTo("\"type\":\"praised\",\"channel\":\"general\"}");
  }

  /** The board once accepted such names, so its topic may still contain them. */
  @ParameterizedTest
  @ValueSource(strings = {"\u3164", "\u2800", "\u115f\u1160", "\ufe0f"})
  void aRecordWithAnInvisibleNameIsStillRead(String author) throws UnreadableRecordException {
    var message = new Message(null, ID, "general", author, "x", MESSAGE.timestamp());
    var record = MessageJson.writeRecord(message).getBytes(UTF_8);
    assertThat(MessageJson.readRecord(record, 10_000)).isEqualTo(message);
  }

  @Test
  void aRecordWithoutATypeIsAMessage() throws UnreadableRecordException {
    var record = MessageJson.write(MESSAGE).getBytes(UTF_8);
    assertThat(MessageJson.readRecord(record, 10_000)).isEqualTo(MESSAGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not json                                   | The record is not JSON
          []                                         | The record is not JSON
          {}                                         | /id is missing.
          {"type":"message.deleted"}                 | /channel is missing.
          {"type":"reset","channel":"general"}       | /type "reset" is reserved or malformed: use another name of a-z, 0-9, hyphens and dots.
          {"type":"a\\nb","channel":"general"}        | /type "a?b" is reserved or malformed: use another name of a-z, 0-9, hyphens and dots.
          {"type":7}                                 | /type must be a text, not blank.
          {"id":"x","channel":"c","author":"a","content":"c","timestamp":"t"} | /id must be a UUID in lower case.
          {"id":"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10","channel":"C","author":"a","content":"c","timestamp":"t"} | /channel must be
          {"id":"0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10","channel":"c","author":[],"content":"c","timestamp":"t"} | /author must be a text
          """)
  void anInvalidRecordIsRefusedWithAReason(String record, String reason) {
    assertThatThrownBy(() -> MessageJson.readRecord(record.getBytes(UTF_8), 10_000))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void aTombstoneAndAHugeRecordAreRefused() {
    assertThatThrownBy(() -> MessageJson.readRecord(null, 10))
        .hasMessage("The record has no value.");
    assertThatThrownBy(() -> MessageJson.readRecord(new byte[11], 10))
        .hasMessage("The record has 11 bytes; at most 10 are allowed.");
  }

  @Test
  void anAuthorIsFoundOnlyInTheAuthorMember() {
    var needle = MessageFields.authorMember("Bob");
    var about = new Message(null, ID, "general", "Ada", ",\"author\":\"Bob\",\"content\":", "t");
    var by = new Message(null, ID, "general", "Bob", "x", "t");
    assertThat(MessageJson.write(about)).doesNotContain(needle);
    assertThat(MessageJson.write(by)).contains(needle);
  }

  @Test
  void anEventOfADifferentTypeKeepsAllItsMembers() throws Exception {
    var record =
        """
        {"id": "7", "type": "praised",
         "by": {"name": "Ada"}, "position": "x:1", "channel": "news", "times": 1e2}
        """;
    var event = MessageJson.readRecord(record.getBytes(UTF_8), 10_000);
    assertThat(event.channel()).isEqualTo("news");
    assertThat(MessageJson.tail(event))
        .isEqualTo(
            "\"type\":\"praised\",\"channel\":\"news\",\"id\":\"7\",\"by\":{\"name\":\"Ada\"},\"times\":1E+2}");
  }
}
