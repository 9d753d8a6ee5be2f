package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.board.Message;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Position;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;

class CursorTest {

  private static final Pattern EVENT = Pattern.compile("id: (\\S+)\ndata: ");

  private final Events log = new Events();
  private final Hub hub =
      new Hub(
          log,
          new SseFraming(),
          new Hub.Memory(8, 1_000_000),
          Events.NOBODY,
          (position, type) -> {});
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Output output =
      new Output(sent, () -> {}, new SseFraming(), new StreamMetrics(new Metrics()));

  @BeforeEach
  void board() {
    log.applied("a", 1, 20);
    hub.catchUp();
  }

  @Test
  void aNewClientGetsItsPositionAndThenNewEvents() throws IOException {
    var cursor = new Cursor(null, null);
    drain(cursor);
    assertThat(text()).isEqualTo("id: a:20\n\n");
    publish(21, 22);
    drain(cursor);
    assertThat(ids()).containsExactly("a:21", "a:22");
  }

  @Test
  void anEventDuringTheResponseReachesTheClient() throws IOException {
    var cursor = Cursor.from(hub.buffer().newest(), null);
    assertThat(cursor.resumes()).isFalse();
    publish(21, 21);
    drain(cursor);
    assertThat(text()).startsWith("id: a:20\n\n");
    assertThat(ids()).containsExactly("a:21");
  }

  @Test
  void aClientFromAnEndedEpochIsResetOnceAfterRedisIsFilled() throws IOException {
    log.filling = true;
    hub.catchUp();
    var ahead = new Cursor(new Position("a", 30), null);
    var foreign = new Cursor(new Position("z", 7), null);
    ahead.write(hub, output);
    foreign.write(hub, output);
    output.flush();
    assertThat(text()).isEmpty();
    log.filling = false;
    log.held.clear();
    log.applied("b", 1, 9);
    hub.catchUp();
    drain(ahead);
    drain(foreign);
    assertThat(text().split("event: reset", -1)).hasSize(3);
    assertThat(text()).contains("id: b:9").doesNotContain("id: a:");
  }

  @Test
  void aClientResumesFromMemory() throws IOException {
    drain(new Cursor(new Position("a", 18), null));
    assertThat(ids()).containsExactly("a:19", "a:20");
    assertThat(text()).doesNotContain("reset");
  }

  @Test
  void aClientBehindTheBufferResumesFromTheLogAndContinuesFromMemory() throws IOException {
    log.pageSize = 3;
    drain(new Cursor(new Position("a", 2), null));
    assertThat(ids()).hasSize(18).startsWith("a:3").endsWith("a:20").doesNotHaveDuplicates();
    assertThat(text()).doesNotContain("reset");
  }

  @Test
  void aPositionOlderThanTheLogIsReset() throws IOException {
    log.held.removeIf(e -> e.position().number() < 10);
    drain(new Cursor(new Position("a", 2), null));
    assertThat(text()).startsWith("event: reset\nid: a:20\ndata: {");
    assertThat(ids()).containsExactly("a:20");
  }

  @Test
  void anotherEpochIsReset() throws IOException {
    drain(new Cursor(new Position("z", 19), null));
    assertThat(text()).startsWith("event: reset\nid: a:20\n");
  }

  @Test
  void aPositionAheadOfRedisIsReset() throws IOException {
    drain(new Cursor(new Position("a", 21), null));
    assertThat(text()).startsWith("event: reset\nid: a:20\n");
  }

  @Test
  void aPositionAheadOfOnlyThisServerIsNotReset() throws IOException {
    log.applied("a", 21, 22);
    var cursor = new Cursor(new Position("a", 21), null);
    drain(cursor);
    drain(cursor);
    assertThat(ids()).containsExactly("a:22");
    assertThat(text()).doesNotContain("reset");
  }

  @Test
  void aClientOfAnEmptyBoardGetsTheFirstEvent() throws IOException {
    var empty = new Events();
    var young =
        new Hub(
            empty,
            new SseFraming(),
            new Hub.Memory(8, 1_000_000),
            Events.NOBODY,
            (position, type) -> {});
    young.catchUp();
    var fresh = new Cursor(null, null);
    var fromHistory = new Cursor(new Position("none", 0), null);
    drain(young, fresh);
    drain(young, fromHistory);
    empty.applied("b", 1, 1);
    young.catchUp();
    drain(young, fresh);
    drain(young, fromHistory);
    assertThat(ids()).containsExactly("b:1", "b:1");
    assertThat(text()).doesNotContain("reset");
  }

  @Test
  void aClientThatCatchesUpHasNotFallenBehind() throws IOException {
    var large =
        new Hub(
            log,
            new SseFraming(),
            new Hub.Memory(4096, 10_000_000),
            Events.NOBODY,
            (position, type) -> {});
    log.applied("a", 21, 2000);
    large.catchUp();
    var cursor = new Cursor(new Position("a", 1), null);
    assertThat(cursor.write(large, output)).isTrue();
    output.flush();
    assertThat(cursor.behind(large.buffer())).isZero();
    large.accept(Events.json("a", 2001));
    assertThat(cursor.behind(large.buffer())).isEqualTo(Events.event("a", 2001).frame().length);
    assertThat(cursor.write(large, output)).isTrue();
    output.flush();
    assertThat(cursor.behind(large.buffer())).isZero();
    drain(large, cursor);
    assertThat(ids()).hasSize(2000).endsWith("a:2001").doesNotHaveDuplicates();
  }

  @Test
  void aClientThatIsAheadWaitsForRedis() throws IOException {
    log.applied("a", 21, 22);
    log.away = true;
    var cursor = new Cursor(new Position("a", 21), null);
    drain(cursor);
    assertThat(cursor.isWaiting()).isTrue();
    assertThat(text()).isEmpty();
    log.away = false;
    hub.catchUp();
    drain(cursor);
    assertThat(ids()).containsExactly("a:22");
  }

  @Test
  void anEndedEpochResetsAClientOnceAndItContinues() throws IOException {
    var cursor = new Cursor(null, null);
    drain(cursor);
    log.held.clear();
    log.applied("b", 1, 3);
    hub.catchUp();
    drain(cursor);
    hub.accept(Events.json("b", 4));
    drain(cursor);
    assertThat(text().split("event: reset", -1)).hasSize(2);
    assertThat(ids()).containsExactly("b:3", "b:4");
  }

  @Test
  void anAuthorsStreamSkipsOtherAuthorsAndEventsWithoutOne() throws IOException {
    var cursor =
        Cursor.from(new Position("a", 20), Filter.of(null, "Ada \"A\"", Membership.NOBODY));
    drain(cursor);
    hub.accept(by(21, "odd", "Ada \"A\"", "x"));
    hub.accept(by(22, "odd", "Ada \"A\" B", "x"));
    hub.accept(by(23, "odd", "Ada", "\",\"author\":\"Ada \\\"A\\\"\",\"content\":\""));
    hub.accept("{\"position\":\"a:24\",\"type\":\"praised\",\"channel\":\"odd\"}".getBytes(UTF_8));
    hub.accept(by(25, "even", "Ada \"A\"", "x"));
    drain(cursor);
    assertThat(ids()).containsExactly("a:21", "a:25");
    hub.accept(by(26, "odd", "Bob", "x"));
    drain(cursor);
    sent.reset();
    cursor.heartbeat(output);
    output.flush();
    assertThat(text()).isEqualTo(":\n\nid: a:26\n\n");
  }

  @Test
  void aStreamOfAChannelAndAnAuthorHasWhatFitsBoth() throws IOException {
    var cursor = Cursor.from(new Position("a", 20), Filter.of("odd", "Ada", Membership.NOBODY));
    hub.accept(by(21, "odd", "Ada", "x"));
    hub.accept(by(22, "even", "Ada", "x"));
    hub.accept(by(23, "odd", "Bob", "x"));
    drain(cursor);
    assertThat(ids()).containsExactly("a:21");
  }

  private static byte[] by(long number, String channel, String author, String content) {
    var id = "00000000-0000-4000-8000-%012x".formatted(number);
    var message = new Message("a:" + number, id, channel, author, content, "t");
    return MessageJson.write(message).getBytes(UTF_8);
  }

  @Test
  void aChannelsStreamSkipsOtherChannelsAndItsHeartbeatHasThePosition() throws IOException {
    var cursor = new Cursor(new Position("a", 16), Filter.of("odd", null, Membership.NOBODY));
    drain(cursor);
    assertThat(ids()).containsExactly("a:17", "a:19");
    sent.reset();
    cursor.heartbeat(output);
    output.flush();
    assertThat(text()).isEqualTo(":\n\nid: a:20\n\n");
    sent.reset();
    cursor.heartbeat(output);
    output.flush();
    assertThat(text()).isEqualTo(":\n\n");
  }

  @Test
  void aClientThatNeedsTheLogWaitsWhileRedisIsUnreachable() throws IOException {
    log.away = true;
    var cursor = new Cursor(new Position("a", 2), null);
    drain(cursor);
    assertThat(text()).isEmpty();
    assertThat(cursor.isWaiting()).isTrue();
    log.away = false;
    drain(cursor);
    assertThat(ids()).hasSize(18);
  }

  @Test
  void theLagIsMeasuredInBytes() throws IOException {
    var cursor = new Cursor(null, null);
    drain(cursor);
    assertThat(cursor.behind(hub.buffer())).isZero();
    publish(21, 21);
    assertThat(cursor.behind(hub.buffer())).isEqualTo(Events.event("a", 21).frame().length);
  }

  private void drain(Cursor cursor) throws IOException {
    drain(hub, cursor);
  }

  private void drain(Hub of, Cursor cursor) throws IOException {
    boolean more = true;
    for (int turns = 0; more; turns++) {
      assertThat(turns).as("turns of the drain").isLessThan(100);
      more = cursor.write(of, output);
      output.flush();
    }
  }

  private void publish(long from, long to) {
    for (long number = from; number <= to; number++) {
      hub.accept(Events.json("a", number));
    }
  }

  private String text() {
    return sent.toString(UTF_8);
  }

  /** Ids of the events that have data: messages and resets. */
  private List<String> ids() {
    return EVENT.matcher(text()).results().map(MatchResult::group).map(this::id).toList();
  }

  private String id(String found) {
    var matcher = EVENT.matcher(found);
    assertThat(matcher.matches()).isTrue();
    return matcher.group(1);
  }
}
