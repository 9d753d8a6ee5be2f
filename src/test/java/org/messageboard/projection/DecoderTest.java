package org.messageboard.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Message;
import org.messageboard.board.UnknownEvent;
import org.messageboard.log.FakeTopic;
import org.messageboard.log.KafkaRecord;
import org.messageboard.log.RecordReader;
import org.messageboard.view.ViewRecord;

class DecoderTest {

  private static final int MAX_BYTES = 300;

  private final FakeTopic topic = new FakeTopic(new ArrayList<>(), 1);
  private final Decoder decoder = new Decoder(topic.deadLetters(), new RecordReader(MAX_BYTES));

  @Test
  void aRecordKeepsItsPlaceAndGetsItsTrace() throws Exception {
    topic.leaveHole(0, 3);
    var record = topic.append(0, 1).get(0);
    assertThat(decode(List.of(record)))
        .singleElement()
        .satisfies(decoded -> assertThat(decoded.event()).isInstanceOf(Message.class))
        .isEqualTo(new ViewRecord(0, -1, 3, event(record), "trace of 3"));
  }

  @Test
  void anEventThatThisVersionDoesNotKnowIsAnEvent() throws Exception {
    var record = append("{\"type\":\"praised\",\"channel\":\"general\"}");
    assertThat(decode(List.of(record)))
        .extracting(ViewRecord::event)
        .hasExactlyElementsOfTypes(UnknownEvent.class);
    assertThat(topic.letters()).isEmpty();
  }

  @Test
  void whatIsUnreadableIsADeadLetterAndOnlyMovesTheOffset() throws Exception {
    var records = List.of(append("no JSON"), append(" ".repeat(MAX_BYTES + 1)));
    assertThat(decode(records)).extracting(ViewRecord::event).containsExactly(null, null);
    assertThat(topic.letters()).hasSize(2);
    assertThat(topic.letters().get(1))
        .isEqualTo("The record has 301 bytes; at most 300 are allowed.");
  }

  @Test
  void aHoleOnlyMovesTheOffsetAndIsNoDeadLetter() throws Exception {
    assertThat(decode(List.of(hole())))
        .containsExactly(new ViewRecord(0, 3, 7, null, "trace of 7"));
    assertThat(topic.letters()).isEmpty();
  }

  @Test
  void onlyUnreadableRecordsAreLookedForAmongTheDeadLettersAndKeptUnlessTheyAreThere()
      throws Exception {
    var first = append("one");
    var second = append("two");
    var asked = new ArrayList<KafkaRecord>();
    decoder.decode(
        topic.currentId(),
        List.of(topic.append(0, 1).get(0), first, hole(), second),
        record -> "",
        record -> {
          asked.add(record);
          return record == first;
        });
    assertThat(asked).containsExactly(first, second);
    assertThat(topic.letters()).hasSize(1);
  }

  @Test
  void anInterruptionIsPassedOnAndNothingIsKept() {
    var records = List.of(append("no JSON"));
    Decoder.Kept interrupted =
        record -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> decoder.decode("topic", records, record -> "", interrupted))
        .isInstanceOf(InterruptedException.class);
    assertThat(topic.letters()).isEmpty();
  }

  private List<ViewRecord> decode(List<KafkaRecord> records) throws InterruptedException {
    return decoder.decode(
        topic.currentId(), records, record -> "trace of " + record.offset(), record -> false);
  }

  private KafkaRecord append(String value) {
    return topic.append(0, value.getBytes(UTF_8));
  }

  private static Message event(KafkaRecord record) throws Exception {
    return (Message) new RecordReader(MAX_BYTES).event(record);
  }

  private static KafkaRecord hole() {
    return new KafkaRecord(0, 3, 7, 0, null, null, null, true);
  }
}
