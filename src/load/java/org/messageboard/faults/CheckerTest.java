package org.messageboard.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.messageboard.faults.Finding.Kind;

/** The checker sees what it is there to see. */
class CheckerTest {

  private static final List<String> IDS = List.of("a", "b", "c", "d");

  @Test
  void aCleanHistoryHasNoFindings() {
    assertThat(Checker.check(history(stream("e", 0, IDS)))).isEmpty();
  }

  @Test
  void aLostMessageIsFound() {
    var stream = new ArrayList<>(stream("e", 0, IDS));
    stream.remove(1);
    assertThat(Checker.check(history(stream)))
        .containsExactly(new Finding(Kind.LOST, "second", "b"));
  }

  @Test
  void aMessageThatOnlyKafkaLostIsFound() {
    var evidence = history(stream("e", 0, IDS));
    var findings = Checker.check(withTopic(evidence, List.of("b", "c", "d")));
    assertThat(findings).contains(new Finding(Kind.LOST, "Kafka", "a"));
  }

  @Test
  void aDoubledMessageIsFound() {
    var stream = new ArrayList<>(stream("e", 0, IDS));
    stream.add(new Delivery("e", 5, "b", "general", 0, 9));
    assertThat(Checker.check(history(stream))).extracting(Finding::kind).contains(Kind.DUPLICATED);
  }

  @Test
  void anEventDeliveredTwiceIsFound() {
    var stream = new ArrayList<>(stream("e", 0, IDS));
    stream.add(1, stream.get(0));
    assertThat(Checker.check(history(stream))).extracting(Finding::kind).contains(Kind.DUPLICATED);
  }

  @Test
  void twoSwappedMessagesAreFound() {
    var findings = Checker.check(history(stream("e", 0, List.of("a", "c", "b", "d"))));
    assertThat(findings).isNotEmpty().allMatch(f -> f.kind() == Kind.REORDERED);
    assertThat(findings).anyMatch(f -> f.detail().contains("for others"));
    assertThat(findings).anyMatch(f -> f.detail().contains("not so in Kafka"));
  }

  @Test
  void aSwapInArrivalIsFound() {
    var stream = new ArrayList<>(stream("e", 0, IDS));
    Collections.swap(stream, 1, 2);
    assertThat(Checker.check(history(stream))).extracting(Finding::kind).contains(Kind.REORDERED);
  }

  @Test
  void afterAResetWhatIsKnownMayComeAgain() {
    var stream = new ArrayList<>(stream("e", 0, IDS));
    stream.addAll(stream("f", 1, IDS));
    assertThat(Checker.check(history(stream))).isEmpty();
  }

  @Test
  void aNewEpochWithoutAResetIsFound() {
    var stream = new ArrayList<>(stream("e", 0, IDS.subList(0, 2)));
    stream.addAll(
        List.of(
            new Delivery("f", 3, "c", "general", 0, 3),
            new Delivery("f", 4, "d", "general", 0, 4)));
    assertThat(Checker.check(history(stream)))
        .anyMatch(f -> f.detail().contains("without a reset"));
  }

  @Test
  void aWrongListAndARefusedMessageAndAMissingDeadLetterAreFound() {
    var clean = history(stream("e", 0, IDS));
    var board = List.of(clean.board().get(0), clean.board().get(2));
    var evidence =
        new Evidence(
            Set.copyOf(IDS),
            Set.of("d"),
            clean.topic(),
            clean.received(),
            board,
            Map.of(),
            Set.of(),
            clean.log(),
            4,
            Set.of("p"));
    assertThat(Checker.check(evidence))
        .extracting(Finding::who)
        .contains("the Redis list", "second", "dead letters");
  }

  @Test
  void aLogWithAHoleOrInAnotherOrderIsFound() {
    var clean = history(stream("e", 0, IDS));
    var hole = new ArrayList<>(clean.log());
    hole.remove(1);
    assertThat(Checker.check(withLog(clean, hole)))
        .extracting(Finding::who)
        .contains("the Redis log");
    var swapped = stream("e", 0, List.of("a", "c", "b", "d"));
    assertThat(Checker.check(withLog(clean, swapped)))
        .contains(
            new Finding(
                Kind.REORDERED,
                "the Redis log",
                "differs from the end of Kafka's channel general"));
  }

  @Test
  void aSubscriberWithAnotherVersionThanTheListIsFound() {
    var clean = history(stream("e", 0, IDS));
    var edited = posted(2, "edited");
    for (var known : List.of(posted(1, "posted"), edited, posted(2, null))) {
      var first = clean.received().get(0);
      var second =
          new Received(
              "second", first.streamed(), List.of(), first.firstSeen(), Map.of("b", known), 0);
      var evidence =
          new Evidence(
              clean.acknowledged(),
              Set.of(),
              clean.topic(),
              List.of(first, second),
              clean.board(),
              Map.of("b", edited),
              Set.of(),
              clean.log(),
              4,
              Set.of());
      assertThat(Checker.check(evidence)).hasSize(known.equals(edited) ? 0 : 1);
    }
    assertThat(edited.newer(posted(1, "posted"))).isEqualTo(edited);
    assertThat(posted(1, "posted").newer(edited)).isEqualTo(edited);
    assertThat(edited.newer(posted(1, null)).content()).isNull();
    assertThat(posted(1, null).newer(edited).content()).isNull();
  }

  @Test
  void reactionsAreWhatCameLastUntilTheMessageIsDeleted() {
    var once = posted(1, "posted").with("x", 1);
    assertThat(once.with("x", 0)).isEqualTo(posted(1, "posted"));
    assertThat(once.newer(posted(2, "edited").with("x", 3)).reactions()).containsEntry("x", 3);
    assertThat(posted(2, "edited").newer(once)).isEqualTo(posted(2, "edited").with("x", 1));
    assertThat(once.newer(posted(1, null)).reactions()).isEmpty();
    assertThat(posted(1, null).newer(once).reactions()).isEmpty();
  }

  private static Version posted(int revision, String content) {
    return new Version(revision, content, Map.of());
  }

  @Test
  void aHistoryInAnotherOrderThanKafkaIsFound() {
    var stream = stream("e", 0, IDS);
    var history = history(stream);
    var swapped = stream("f", 1, List.of("a", "c", "b", "d"));
    var loaded =
        new Received("second", stream, swapped, history.received().get(1).firstSeen(), Map.of(), 1);
    var evidence = withReceived(history, List.of(history.received().get(0), loaded));
    assertThat(Checker.check(evidence))
        .isNotEmpty()
        .allMatch(f -> f.kind() == Kind.REORDERED && f.detail().contains("not so in Kafka"));
  }

  /** One subscriber has everything in order, the second one has this. */
  private static Evidence history(List<Delivery> second) {
    var first = stream("e", 0, IDS);
    var board = new ArrayList<>(first);
    Collections.reverse(board);
    return new Evidence(
        Set.copyOf(IDS),
        Set.of(),
        Map.of("general", IDS),
        List.of(received("first", first), received("second", second)),
        board,
        Map.of(),
        Set.of(),
        first,
        4,
        Set.of());
  }

  private static Evidence withTopic(Evidence evidence, List<String> ids) {
    return new Evidence(
        evidence.acknowledged(),
        evidence.refused(),
        Map.of("general", ids),
        evidence.received(),
        evidence.board(),
        Map.of(),
        Set.of(),
        evidence.log(),
        evidence.newest(),
        Set.of());
  }

  private static Evidence withLog(Evidence evidence, List<Delivery> log) {
    return new Evidence(
        evidence.acknowledged(),
        evidence.refused(),
        evidence.topic(),
        evidence.received(),
        evidence.board(),
        Map.of(),
        Set.of(),
        log,
        evidence.newest(),
        Set.of());
  }

  private static Evidence withReceived(Evidence evidence, List<Received> received) {
    return new Evidence(
        evidence.acknowledged(),
        evidence.refused(),
        evidence.topic(),
        received,
        evidence.board(),
        Map.of(),
        Set.of(),
        evidence.log(),
        evidence.newest(),
        Set.of());
  }

  private static Received received(String subscriber, List<Delivery> stream) {
    var firstSeen = new HashMap<String, Long>();
    stream.forEach(d -> firstSeen.putIfAbsent(d.id(), d.nanos()));
    return new Received(subscriber, stream, List.of(), firstSeen, Map.of(), 0);
  }

  private static List<Delivery> stream(String epoch, int resets, List<String> ids) {
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new Delivery(epoch, i + 1, ids.get(i), "general", resets, i))
        .toList();
  }
}
