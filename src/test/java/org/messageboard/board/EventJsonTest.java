package org.messageboard.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventJsonTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
  private static final String EVENT = "1b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a11";
  private static final String TIME = "2026-03-01T12:00:00.123Z";
  private static final Origin ORIGIN = new Origin(EVENT, "general", "ada", TIME);
  private static final Origin MODERATORS =
      new Origin(EVENT, ChannelName.MODERATION, "ada", TIME, true);

  private static final Member ADA = new Member(Identity.person("ada"), "Ada");
  private static final Member BOB = new Member(Identity.person("bob"), "Bob \"B\"");

  static Stream<BoardEvent> events() {
    return Stream.of(
        new Message(
            null,
            ID,
            "general",
            "Ada",
            "Hi @Bob",
            "t",
            "ada",
            EVENT,
            List.of("Bob", "\u00c9va"),
            true),
        new Edited(ORIGIN, ID, "a\r\n\"b\\", List.of("Bob"), 2),
        new Edited(ORIGIN, ID, "x", List.of(), 99),
        new Deleted(ORIGIN, ID, Deleted.OWNER, null),
        new Deleted(MODERATORS, ID, Deleted.MODERATOR, "spam", "Mo \"M\""),
        new Pinned(ORIGIN, ID, "Ada", false),
        new Pinned(MODERATORS, ID, "Ada", true),
        new Reacted(ORIGIN, ID, "\ud83d\udc4d", "Ada \"A\"", false),
        new Reacted(ORIGIN, ID, "\ud83d\udc4d", null, true),
        changed(new ChannelSettings("", ChannelSettings.OPEN, true, null)),
        changed(new ChannelSettings("a \"topic\"", ChannelSettings.ANNOUNCEMENT, false, null)),
        changed(new ChannelSettings("", ChannelSettings.PRIVATE, false, "T"), ADA, BOB),
        changed(new ChannelSettings("", ChannelSettings.OPEN, false, true, "News")),
        new Restricted(MODERATORS, BOB, new Restriction("muted", null, "spam"), "Mo"),
        new Restricted(MODERATORS, BOB, new Restriction("banned", TIME, "\"spam\""), "Mo"),
        new Restricted(MODERATORS, BOB, null, "Mo"),
        new Reported(ORIGIN, EVENT, ID, null, "spam", "Ada"),
        new Reported(ORIGIN, EVENT, ID, BOB.person(), "spam", "Ada \"A\""),
        new Closed(MODERATORS, EVENT, Closed.REMOVED, "Mo"),
        new Message(
            null, ID, "general", "CI", "Done", "t", "ada", null, List.of(), false, "\ud83d\ude80"),
        new Message(null, ID, "general", "CI", "Done", "t", "ada", null, List.of(), false, ""),
        new WebhookChanged(ORIGIN, webhook("\ud83d\ude80"), "Mo"),
        new WebhookChanged(ORIGIN, webhook(null).revoked(), "Mo"),
        new MemberChanged(ORIGIN, BOB, "Ada", false),
        new MemberChanged(ORIGIN, BOB, "Bob \"B\"", true));
  }

  private static Webhook webhook(String icon) {
    return new Webhook(ID, "news", "CI \"hash\"", icon, Webhook.hash("token"));
  }

  private static ChannelChanged changed(ChannelSettings settings, Member... members) {
    return new ChannelChanged(ORIGIN, settings, "Ada", List.of(members));
  }

  @ParameterizedTest
  @MethodSource("events")
  void aRecordIsReadBackUnchanged(BoardEvent event) throws UnreadableRecordException {
    assertThat(MessageJson.readRecord(record(event), 10_000)).isEqualTo(event);
  }

  /** Every event that a version knows is in the list above. */
  @Test
  void everyTypeIsWrittenAndRead() {
    assertThat(events().map(BoardEvent::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(BoardEvent.class, Change.class)
                .flatMap(type -> Stream.of(type.getPermittedSubclasses()))
                .filter(type -> type != UnknownEvent.class && type != Change.class)
                .<Class<? extends BoardEvent>>map(type -> type.asSubclass(BoardEvent.class))
                .toList());
  }

  /** An event's own members, as clients and the script get them, do not say who owns it. */
  @ParameterizedTest
  @MethodSource("events")
  void nothingButTheRecordHasTheOwner(BoardEvent event) {
    assertThat(new String(record(event), UTF_8)).contains("\"owner\":\"ada\"");
    assertThat(event.json()).endsWith("}").doesNotContain("\"owner\":", "\"moderator\":", "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "revision":2   | "revision":1     | /revision must be a number from 2.
          "revision":2   | "revision":"2"   | /revision must be a number from 2.
          "owner":"ada"  | "owner":""       | /owner must be a text, not blank.
          "event":"1     | "event":"X       | /event must be a UUID in lower case.
          "id":"0        | "id":"X          | /id must be a UUID in lower case.
          "timestamp":"  | "timestamp":"\\" | /timestamp is malformed.
          "channel":"    | "channel":"!     | /channel must be
          """)
  void whatIsNoEventIsADeadLetter(String right, String wrong, String reason) {
    var record = new String(record(new Edited(ORIGIN, ID, "x", List.of(), 2)), UTF_8);
    assertThat(record).contains(right);
    var changed = record.replace(right, wrong).getBytes(UTF_8);
    assertThatThrownBy(() -> MessageJson.readRecord(changed, 10_000))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageStartingWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "person":"                     | "person":"x y             | /members/0/person is malformed.
          "name":"Bob                    | "name":" ","nick":"Bob    | /members/0/name must be a text
          "members":[                    | "members":["Ada",         | /members/0 must be an object.
          """)
  void whatNamesNoMemberIsADeadLetter(String right, String wrong, String reason) {
    var settings = new ChannelSettings("", ChannelSettings.PRIVATE, false, "T");
    var record = new String(record(changed(settings, BOB)), UTF_8);
    assertThat(record).contains(right);
    var changed = record.replace(right, wrong).getBytes(UTF_8);
    assertThatThrownBy(() -> MessageJson.readRecord(changed, 10_000))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void aPersonIsKnownByAnIdThatDoesNotSayWhoItIs() {
    assertThat(Identity.person("ada")).matches(Identity.PERSON).isEqualTo(Identity.person("ada"));
    assertThat(Identity.person("bob")).isNotEqualTo(Identity.person("ada"));
  }

  @Test
  void thePrivateChannelsHaveNamesOfTheirOwn() {
    var made = ChannelName.ofPrivate("ada", "key");
    assertThat(made).isEqualTo(ChannelName.ofPrivate("ada", "key"));
    assertThat(made).isNotEqualTo(ChannelName.ofPrivate("bob", "key"));
    assertThat(ChannelName.ofDirect(List.of("b", "a")))
        .isEqualTo(ChannelName.ofDirect(List.of("a", "b", "a")))
        .isNotEqualTo(ChannelName.ofDirect(List.of("a", "c")));
    for (var name : List.of(made, ChannelName.ofDirect(List.of("a", "b")))) {
      assertThat(ChannelName.isPrivate(name) && ChannelName.isValid(name)).isTrue();
      assertThat(Rooms.NONE.maySee(name)).isFalse();
    }
    for (var name :
        List.of(
            "general", "p-", "p-" + "g".repeat(32), "p-" + "a".repeat(31), "q-" + "a".repeat(32))) {
      assertThat(ChannelName.isPrivate(name)).isFalse();
      assertThat(Rooms.NONE.maySee(name)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"\ud83d\udc4d,true", "'a b',false", "'a\"b',false", "'a\\b',false"})
  void anEmojiOfALaterVersionIsRead(String emoji, boolean readable) {
    var record = record(new Reacted(ORIGIN, ID, emoji, "Ada", false));
    try {
      assertThat(MessageJson.readRecord(record, 10_000).id()).isEqualTo(ID);
      assertThat(readable).isTrue();
    } catch (UnreadableRecordException e) {
      assertThat(readable).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hi @Ada and @\u00c9va_2, @ada.b-c!|Ada \u00c9va_2 ada.b-c",
        "@Ada @Ada|Ada",
        "mail ada@example.org or a/@b|",
        "@ @. @-x|",
        "(@Bob.)|Bob"
      })
  void namesAreMentionedWithAnAt(String text, String names) {
    assertThat(String.join(" ", Mentions.in(text))).isEqualTo(names == null ? "" : names);
  }

  @Test
  void atMostTwentyNamesAreMentioned() {
    var text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append(" @n").append(i);
    }
    assertThat(Mentions.in(text.toString())).hasSize(20).endsWith("n19");
  }

  @ParameterizedTest
  @CsvSource({
    "\u2764,\u2764\ufe0f",
    "\u2764\ufe0f,\u2764\ufe0f",
    "\ud83d\udc4d\ud83c\udffd,\ud83d\udc4d\ud83c\udffd",
    "\ud83c\udde9\ud83c\uddea,\ud83c\udde9\ud83c\uddea",
    "1,1\ufe0f\u20e3",
    "a,",
    "'',",
    "\ud83d\udc4d\ud83d\udc4d,",
    "\ud83c\udffd\ud83d\udc4d,"
  })
  void oneEmojiIsKnownInItsFullForm(String text, String emoji) {
    assertThat(Emoji.of(text).orElse(null)).isEqualTo(text.equals("1") ? null : emoji);
  }

  private static byte[] record(BoardEvent event) {
    return MessageJson.writeRecord(event).getBytes(UTF_8);
  }
}
