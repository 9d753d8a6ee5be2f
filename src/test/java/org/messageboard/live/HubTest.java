package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Position;
import org.messageboard.sse.SseFraming;

class HubTest {

  private final Events log = new Events();
  private final List<Position> progress = new ArrayList<>();
  private final List<String> types = new ArrayList<>();
  private final Hub hub =
      new Hub(log, new SseFraming(), new Hub.Memory(64, 1_000_000), Events.NOBODY, this::reached);

  @Test
  void startsAtTheBoardsPositionWithTheNewestEventsInMemory() {
    log.applied("a", 1, 10);
    hub.catchUp();
    assertThat(hub.buffer().newest()).isEqualTo(new Position("a", 10));
    assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @Test
  void anEmptyBoardIsKnownToBeEmpty() {
    assertThat(hub.buffer().isUnknown()).isTrue();
    hub.catchUp();
    assertThat(hub.buffer().isUnknown()).isFalse();
    assertThat(hub.buffer().hasEpoch()).isFalse();
  }

  @Test
  void theTypeOfEachEventIsReportedUnlessSomeMayHaveBeenSkipped() {
    log.applied("a", 1, 1);
    hub.catchUp();
    publish("a", 2, 2);
    hub.accept("{\"position\":\"a:3\",\"type\":\"channel\",\"channel\":\"x\"}".getBytes(UTF_8));
    assertThat(types).containsExactly(null, "", "channel");
  }

  @Test
  void nextEventsAreAppended() {
    log.applied("a", 1, 1);
    hub.catchUp();
    publish("a", 2, 3);
    assertThat(numbers()).containsExactly(1L, 2L, 3L);
    assertThat(progress).last().isEqualTo(new Position("a", 3));
  }

  @Test
  void aRepeatedEventIsDropped() {
    log.applied("a", 1, 2);
    hub.catchUp();
    publish("a", 2, 2);
    publish("a", 1, 1);
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void aGapIsFilledFromTheLogFirst() {
    log.applied("a", 1, 1);
    hub.catchUp();
    log.applied("a", 2, 5);
    publish("a", 5, 5);
    assertThat(numbers()).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aLongGapIsFilledPageByPage() {
    log.applied("a", 1, 1);
    hub.catchUp();
    log.pageSize = 3;
    log.applied("a", 2, 30);
    hub.catchUp();
    assertThat(numbers()).containsExactlyElementsOf(LongStream.rangeClosed(1, 30).boxed().toList());
  }

  @Test
  void aNewEpochStartsANewBuffer() {
    log.applied("a", 1, 5);
    hub.catchUp();
    var old = hub.buffer();
    log.held.clear();
    log.applied("b", 1, 2);
    publish("b", 2, 2);
    assertThat(hub.buffer()).isNotSameAs(old);
    assertThat(hub.buffer().newest()).isEqualTo(new Position("b", 2));
  }

  @Test
  void aRedisThatLostEventsIsReportedAndNothingChangesUntilItIsRepaired() {
    log.applied("a", 1, 5);
    hub.catchUp();
    log.held.remove(4);
    log.newest = new Position("a", 4);
    hub.catchUp();
    assertThat(log.lost).isTrue();
    assertThat(hub.buffer().newest()).isEqualTo(new Position("a", 5));
    log.filling = true;
    hub.catchUp();
    assertThat(hub.buffer().newest()).isEqualTo(new Position("a", 5));
    log.filling = false;
    log.held.clear();
    log.applied("b", 1, 6);
    hub.catchUp();
    assertThat(hub.buffer().newest()).isEqualTo(new Position("b", 6));
  }

  @Test
  void aReusedNumberIsReported() {
    log.applied("a", 1, 2);
    hub.catchUp();
    publish("a", 2, 2);
    assertThat(log.lost).isFalse();
    hub.accept(Events.json("a", 2, "other"));
    assertThat(log.lost).isTrue();
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  @Test
  void theBoardDoesNotCountAsEmptyWhileRedisIsFilled() {
    log.applied("a", 1, 2);
    log.filling = true;
    hub.catchUp();
    assertThat(hub.buffer().isUnknown()).isTrue();
  }

  @Test
  void aGapInTheLogStartsANewBuffer() {
    log.applied("a", 1, 5);
    hub.catchUp();
    var old = hub.buffer();
    log.held.clear();
    log.applied("a", 9, 12);
    hub.catchUp();
    assertThat(hub.buffer()).isNotSameAs(old);
    assertThat(numbers()).containsExactly(9L, 10L, 11L, 12L);
  }

  @Test
  void foreignMessagesChangeNothing() {
    log.applied("a", 1, 1);
    hub.catchUp();
    hub.accept("hello".getBytes());
    assertThat(numbers()).containsExactly(1L);
  }

  @Test
  void nothingChangesWhileRedisIsUnreachable() {
    log.applied("a", 1, 2);
    hub.catchUp();
    log.away = true;
    assertThatThrownBy(() -> publish("a", 4, 4)).isInstanceOf(EventLog.AwayException.class);
    assertThat(numbers()).containsExactly(1L, 2L);
  }

  private void publish(String epoch, long from, long to) {
    LongStream.rangeClosed(from, to).forEach(n -> hub.accept(Events.json(epoch, n)));
  }

  private void reached(Position position, String type) {
    progress.add(position);
    types.add(type);
  }

  private List<Long> numbers() {
    var timeline = hub.buffer();
    return LongStream.rangeClosed(timeline.tail() + 1, timeline.head())
        .mapToObj(n -> timeline.get(n).position().number())
        .toList();
  }
}
