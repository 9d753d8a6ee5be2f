package org.messageboard.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.metrics.Metrics;
import org.messageboard.sse.SseFraming;

/** What of private channels reaches whom, however membership changes. */
class RoomsTest {

  private static final String ROOM = ChannelName.ofPrivate("ada", "key");
  private static final String ADA = Identity.person("ada");
  private static final Pattern ID = Pattern.compile("id: a:(\\d+)\n");

  private final Map<String, Set<String>> redis = new HashMap<>();
  private Runnable whileAsked = () -> {};
  private boolean away;
  private int asked;

  private final Memberships memberships = new Memberships(this::read, this::read);
  private final Events log = new Events();
  private final Hub hub =
      new Hub(
          log,
          new SseFraming(),
          new Hub.Memory(64, 1_000_000),
          memberships,
          (position, type) -> {});
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Output output =
      new Output(sent, () -> {}, new SseFraming(), new StreamMetrics(new Metrics()));
  private long number = 2;

  @BeforeEach
  void board() {
    log.applied("a", 1, 2);
    hub.catchUp();
  }

  @Test
  void onlyMembersGetWhatHappensInAPrivateChannel() throws IOException {
    redis.put(ADA, Set.of(ROOM));
    var member = cursor(null, memberships.enter(ADA));
    var stranger = cursor(null, memberships.enter(Identity.person("eve")));
    var guest = cursor(null, Membership.NOBODY);
    var open = new Cursor(new Position("a", 2), null);
    post(ROOM);
    post("general");
    for (var event : List.of("edited", "praised")) {
      event(event, ROOM, "");
    }
    assertThat(received(member)).containsExactly(3L, 4L, 5L, 6L);
    for (var other : List.of(stranger, guest, open)) {
      assertThat(received(other)).containsExactly(4L);
    }
  }

  @Test
  void onlyModeratorsGetWhatModeratorsDecideAndThatAlone() throws IOException {
    var moderation = ChannelName.MODERATION;
    redis.put(ADA, Set.of(ROOM));
    var membership = memberships.enter(Identity.person("mod"));
    var all = Filter.of(null, null, membership).moderator(true);
    var moderator = new Cursor(new Position("a", 2), all);
    var elsewhere =
        new Cursor(new Position("a", 2), Filter.of("general", null, membership).moderator(true));
    var member = cursor(null, memberships.enter(ADA));
    event("restricted", moderation, "");
    post(ROOM);
    post("general");
    event("newer", moderation, "");
    assertThat(received(moderator)).containsExactly(3L, 5L, 6L);
    assertThat(received(elsewhere)).containsExactly(5L);
    assertThat(received(member)).containsExactly(4L, 5L);
  }

  @Test
  void aStrangersPositionMovesOverWhatItMayNotSee() throws IOException {
    var stranger = cursor(null, memberships.enter(ADA));
    post(ROOM);
    drain(stranger);
    sent.reset();
    stranger.heartbeat(output);
    output.flush();
    assertThat(sent.toString(UTF_8)).isEqualTo(":\n\nid: a:3\n\n");
  }

  @Test
  void whoJoinsSeesThatAndWhatFollows() throws IOException {
    var cursor = cursor(null, memberships.enter(ADA));
    post(ROOM);
    drain(cursor);
    joined(ROOM, ADA);
    post(ROOM);
    assertThat(received(cursor)).containsExactly(4L, 5L);
  }

  @Test
  void whoLeavesSeesThatAndNothingMoreNotEvenWhatCameBefore() throws IOException {
    redis.put(ADA, Set.of(ROOM));
    var cursor = cursor(null, memberships.enter(ADA));
    drain(cursor);
    post(ROOM);
    left(ROOM, Identity.person("bob"));
    left(ROOM, ADA);
    post(ROOM);
    left(ROOM, Identity.person("eve"));
    assertThat(received(cursor)).containsExactly(5L);
  }

  @Test
  void aFormerMemberWhoResumesAnywhereGetsNothingOfItButItsDeparture() throws IOException {
    created(ROOM, ADA);
    post(ROOM);
    joined(ROOM, Identity.person("bob"));
    left(ROOM, ADA);
    post(ROOM);
    for (long after = 0; after <= number; after++) {
      sent.reset();
      var ids = received(cursor(new Position("a", after), memberships.enter(ADA)));
      assertThat(ids).filteredOn(id -> id > 2).isSubsetOf(6L);
    }
  }

  @Test
  void theChannelThatIsCreatedWithSomebodyIsSeenAtOnce() throws IOException {
    var cursor = cursor(null, memberships.enter(ADA));
    drain(cursor);
    created(ROOM, Identity.person("bob"), ADA);
    assertThat(received(cursor)).containsExactly(3L);
  }

  @Test
  void nothingIsSentOrPassedOverUntilTheRoomsAreKnown() throws IOException {
    redis.put(ADA, Set.of(ROOM));
    away = true;
    var cursor = cursor(new Position("a", 0), memberships.enter(ADA));
    post(ROOM);
    drain(cursor);
    drain(cursor);
    assertThat(sent.size()).isZero();
    assertThat(cursor.isWaiting()).isTrue();
    assertThat(asked).as("the second was refused at once").isEqualTo(1);
    away = false;
    var later = new Memberships(this::read, this::read).enter(ADA);
    assertThat(received(cursor(new Position("a", 0), later))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatChangesWhileRedisIsAskedIsNotMissed() {
    var ada = memberships.enter(ADA);
    whileAsked = () -> joined(ROOM, ADA);
    ada.load();
    assertThat(ada.contains(ROOM)).as("it answered from before").isTrue();

    redis.put(Identity.person("bob"), Set.of(ROOM));
    var bob = memberships.enter(Identity.person("bob"));
    whileAsked = () -> left(ROOM, Identity.person("bob"));
    bob.load();
    assertThat(bob.contains(ROOM)).isFalse();
  }

  @Test
  void anAnswerFromBeforeANewEpochDoesNotCountInIt() {
    redis.put(ADA, Set.of(ROOM));
    var ada = memberships.enter(ADA);
    whileAsked =
        () -> {
          redis.put(ADA, Set.of());
          newEpoch();
          redis.put(ADA, Set.of(ROOM));
        };
    ada.load();
    assertThat(ada.contains(ROOM)).isFalse();
  }

  @Test
  void aNewEpochReadsEverybodysRoomsAgain() {
    var people = new HashSet<Membership>();
    for (int i = 0; i < 250; i++) {
      people.add(memberships.enter(Identity.person("person " + i)));
      redis.put(Identity.person("person " + i), i % 2 == 0 ? Set.of(ROOM) : Set.of());
    }
    newEpoch();
    assertThat(asked).isEqualTo(3);
    assertThat(people).filteredOn(each -> each.contains(ROOM)).hasSize(125);
  }

  @Test
  void oneAnswerServesAllStreamsOfAPersonAndNothingIsKeptAfterTheLast() {
    redis.put(ADA, Set.of(ROOM));
    var first = memberships.enter(ADA);
    var second = memberships.enter(ADA);
    assertThat(second).isSameAs(first);
    first.load();
    second.load();
    assertThat(asked).isEqualTo(1);
    memberships.leave(first);
    assertThat(memberships.enter(ADA)).isSameAs(first);
    memberships.leave(first);
    memberships.leave(first);
    assertThat(memberships.enter(ADA)).isNotSameAs(first);
    memberships.leave(Membership.NOBODY);
  }

  private List<Set<String>> read(List<String> people) {
    asked++;
    if (away) {
      throw new EventLog.AwayException("away", null);
    }
    var answer = people.stream().map(person -> redis.getOrDefault(person, Set.of())).toList();
    var meanwhile = whileAsked;
    whileAsked = () -> {};
    meanwhile.run();
    return answer;
  }

  private static Cursor cursor(Position after, Membership reader) {
    return new Cursor(after == null ? new Position("a", 2) : after, Filter.of(null, null, reader));
  }

  private void newEpoch() {
    log.held.clear();
    log.applied("b", 1, 2);
    hub.catchUp();
  }

  private void post(String channel) {
    accept(Events.json("a", ++number, channel));
  }

  private void joined(String channel, String person) {
    event("joined", channel, ",\"person\":\"" + person + "\",\"name\":\"\\\"person\\\":\\\"x\"");
  }

  private void left(String channel, String person) {
    event("left", channel, ",\"person\":\"" + person + "\",\"name\":\"A\"");
  }

  private void created(String channel, String... people) {
    var members = String.join("\"},{\"name\":\"A\",\"person\":\"", people);
    event("channel", channel, ",\"members\":[{\"name\":\"A\",\"person\":\"" + members + "\"}]");
  }

  private void event(String type, String channel, String members) {
    accept(
        "{\"position\":\"a:%d\",\"type\":\"%s\",\"channel\":\"%s\"%s}"
            .formatted(++number, type, channel, members)
            .getBytes(UTF_8));
  }

  private void accept(byte[] json) {
    log.held.add(new SseFraming().event(json).orElseThrow());
    log.newest = new Position("a", number);
    hub.accept(json);
  }

  private List<Long> received(Cursor cursor) throws IOException {
    sent.reset();
    drain(cursor);
    return ID.matcher(sent.toString(UTF_8)).results().map(id -> Long.valueOf(id.group(1))).toList();
  }

  private void drain(Cursor cursor) throws IOException {
    while (cursor.write(hub, output)) {
      output.flush();
    }
    output.flush();
  }
}
