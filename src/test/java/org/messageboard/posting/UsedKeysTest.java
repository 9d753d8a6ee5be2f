package org.messageboard.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.http.ProblemException;
import org.messageboard.view.ViewReader.Found;

class UsedKeysTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
  private static final Message FIRST = message("general", "Ada", "Hello \"you\"", "t1");

  private final Map<String, Found> board = new HashMap<>();
  private final UsedKeys keys =
      new UsedKeys(message -> Optional.ofNullable(board.get(message.id())));

  @Test
  void aNewKeyLeavesTheMessageAsItIs() {
    assertThat(keys.first(FIRST)).isSameAs(FIRST);
  }

  @Test
  void whatIsPostedAgainBeforeItIsAppliedHasTheTimeOfTheFirst() {
    keys.first(FIRST);
    assertThat(keys.first(FIRST.as(null, "t2"))).isEqualTo(FIRST);
  }

  @Test
  void whatStandsOnTheBoardIsGivenAsItStands() {
    apply(FIRST, "t0");
    assertThat(keys.first(FIRST.as(null, "t2"))).isEqualTo(FIRST.as("a:7", "t0"));
  }

  @ParameterizedTest
  @CsvSource({
    "news,Ada,Hello \"you\"",
    "general,Bob,Hello \"you\"",
    "general,Ada,Hello",
    "general,Ada,'Hello \"you\",\"timestamp\":\"t1'",
    "general,'Ada\",\"content\":\"Hello',you"
  })
  void anotherMessageIsRefusedWhetherTheFirstIsAppliedOrNot(
      String channel, String author, String content) {
    var other = message(channel, author, content, "t2");
    keys.first(FIRST);
    assertThat(refusal(other)).isEqualTo(422);
    apply(FIRST, "t1");
    assertThat(refusal(other)).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"one,two", "two,one"})
  void theSameMessageOfSomebodyElseIsRefusedWhetherTheFirstIsAppliedOrNot(
      String owner, String other) {
    keys.first(owned(owner, "t1"));
    assertThat(refusal(owned(other, "t2"))).isEqualTo(422);
    apply(owned(owner, "t1"), "t1");
    assertThat(refusal(owned(other, "t2"))).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"one,one", "one,", ",one"})
  void theSameMessageIsRepeatedAlsoByWhoIsNotRecognisedBothTimes(String first, String second) {
    keys.first(owned(first, "t1"));
    assertThat(keys.first(owned(second, "t2"))).isEqualTo(owned(second, "t1"));
    apply(owned(first, "t1"), "t1");
    assertThat(keys.first(owned(second, "t2"))).isEqualTo(owned(second, "t1").as("a:7", "t1"));
  }

  @Test
  void onlyTheNewestKeysAreRemembered() {
    keys.first(FIRST);
    for (int i = 0; i < 10_000; i++) {
      var id = "%s%08d".formatted(ID.substring(0, 28), i);
      keys.first(new Message(null, id, "general", "Ada", "x", "t"));
    }
    var other = message("general", "Ada", "other", "t2");
    assertThat(keys.first(other)).isSameAs(other);
  }

  private void apply(Message message, String timestamp) {
    board.put(ID, new Found(MessageJson.write(message.as("a:7", timestamp)), message.owner()));
  }

  private static Message owned(String owner, String timestamp) {
    return new Message(null, ID, "general", "Ada", "Hello", timestamp, owner);
  }

  private int refusal(Message message) {
    return catchThrowableOfType(ProblemException.class, () -> keys.first(message))
        .problem()
        .status();
  }

  private static Message message(String channel, String author, String content, String timestamp) {
    return new Message(null, ID, channel, author, content, timestamp);
  }
}
