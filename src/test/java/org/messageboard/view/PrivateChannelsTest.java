package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.messageboard.view.Applied.Result.APPLIED;
import static org.messageboard.view.Applied.Result.MESSAGE_KNOWN;
import static org.messageboard.view.Applied.Result.WITHOUT_EFFECT;
import static org.messageboard.view.Records.DIRECT;
import static org.messageboard.view.Records.PRIVATE;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Origin;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.Result;
import redis.clients.jedis.RedisClient;

/** Who is in a private channel, what counts in it, and who reads it, on a real Redis. */
class PrivateChannelsTest {

  private static final ChannelSettings ANNOUNCEMENT =
      new ChannelSettings("", ChannelSettings.ANNOUNCEMENT, false, null);

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final Records records = new Records();
  private final ViewWriter view =
      new ViewWriter(redis, new Metrics().redis(), new Lengths(10, 10, 400, 500, 3));
  private final ViewReader store = new ViewReader();
  private final ChannelReader channels = new ChannelReader();

  @BeforeAll
  static void startRedis() {
    server = new RedisProcess(directory, Ports.free());
    server.start();
    redis = RedisClient.create(server.url());
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
    server.stop();
  }

  @BeforeEach
  void empty() {
    redis.flushAll();
    store.metrics = new Metrics();
    store.highWatermark = new HighWatermark();
    store.lengths = new Lengths(10, 10, 400, 500, 3);
    store.open(redis);
    channels.metrics = store.metrics;
    channels.highWatermark = store.highWatermark;
    channels.open(redis);
  }

  @Test
  void onlyMembersDoAnythingInAPrivateChannel() {
    records.post(1, "ada", PRIVATE, "too early").create(PRIVATE, "ada", "bob");
    records.post(2, "eve", PRIVATE, "x").post(3, null, PRIVATE, "x").post(4, "bob", PRIVATE, "y");
    records.reply(5, "eve", PRIVATE, 4).react(4, "eve", PRIVATE, "👍").join(PRIVATE, "eve", "eve");
    records.leave(PRIVATE, "bob", "eve").set("eve", PRIVATE, settings("hers"));
    assertThat(apply())
        .containsExactly(
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT);
    records.join(PRIVATE, "eve", "bob").reply(5, "eve", PRIVATE, 4);
    records.react(4, "eve", PRIVATE, "👍").edit(4, "bob", PRIVATE, "z", 2);
    records.set("eve", PRIVATE, settings("ours")).post(4, "ada", PRIVATE, "again");
    assertThat(apply().subList(10, 16))
        .containsExactly(APPLIED, APPLIED, APPLIED, APPLIED, APPLIED, MESSAGE_KNOWN);
  }

  @Test
  void whoHasLeftDoesNothingMoreButDelete() {
    records.create(PRIVATE, "ada", "bob").post(1, "bob", PRIVATE, "x").leave(PRIVATE, "bob", "ada");
    records.post(2, "bob", PRIVATE, "y").edit(1, "bob", PRIVATE, "z", 2);
    records.react(1, "bob", PRIVATE, "👍").join(PRIVATE, "bob", "bob");
    records.delete(1, "bob", PRIVATE, "owner").leave(PRIVATE, "bob", "ada");
    assertThat(apply())
        .containsExactly(
            APPLIED,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT);
    assertThat(redis.zrange(RedisKeys.ROOMS, 0, -1))
        .containsExactly(Identity.person("ada") + " " + PRIVATE);
    assertThat(redis.hget(RedisKeys.STATE, "j")).isEqualTo("1");
  }

  @Test
  void aChannelIsCreatedOnceByOneOfItsMembersAndNeverChangesItsKind() {
    records.set("eve", PRIVATE, settings("not hers"), "ada");
    records.create(PRIVATE, "ada").create(PRIVATE, "ada", "eve").create(PRIVATE, "eve");
    records.set("ada", PRIVATE, new ChannelSettings("", ChannelSettings.OPEN, false, null));
    records.post(1, "ada", "general", "x").set("ada", "general", settings("secret"));
    records.set("ada", "general", ANNOUNCEMENT).set("general", "", false);
    records.join("general", "bob", "ada").leave("general", "ada", "ada");
    assertThat(apply())
        .containsExactly(
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT);
  }

  @Test
  void theLastMemberStaysAndDirectMessagesKeepTheirPeople() {
    records.create(PRIVATE, "ada").leave(PRIVATE, "ada", "ada");
    records.create(DIRECT, "bob", "ada").create(DIRECT, "ada", "bob");
    records.join(DIRECT, "eve", "ada").leave(DIRECT, "bob", "bob");
    records.set("ada", DIRECT, new ChannelSettings("mine", ChannelSettings.DIRECT, true, null));
    records.post(1, "ada", DIRECT, "x");
    assertThat(apply())
        .containsExactly(
            APPLIED,
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED);
  }

  /** By somebody of whom only the public id is known. */
  @Test
  void anImportedChannelHasItsMembers() {
    var ada = new Member(Identity.person("ada"), "Ada");
    var bob = new Member(Identity.person("bob"), "Bob");
    var origin = new Origin(Records.id(1), PRIVATE, Identity.imported(bob.person()), "now");
    records.post(1, "eve", "general", "x");
    records.add(new ChannelChanged(origin, settings("Plans"), "Operator", List.of(ada, bob)));
    assertThat(apply()).containsOnly(APPLIED);
    assertThat(channels.members(PRIVATE, "", 10)).containsExactlyInAnyOrder(ada, bob);
    assertThat(redis.zrange(RedisKeys.MEMBERS, 0, -1))
        .containsExactlyInAnyOrder(
            PRIVATE + " " + ada.person() + " \"Ada\"", PRIVATE + " " + bob.person() + " \"Bob\"");
    assertThat(channels.lacksSettings(PRIVATE)).isFalse();
  }

  /** An open channel that is not there can have none. */
  @Test
  void aChannelLacksSettingsUntilTheyAreSetOrItIsCreated() {
    records.post(1, "ada", "general", "x").create(PRIVATE, "ada");
    records.post(2, "ada", "news", "x").set("ada", "news", ANNOUNCEMENT);
    apply();
    assertThat(List.of("general", DIRECT)).allMatch(channels::lacksSettings);
    assertThat(List.of("news", PRIVATE, "nowhere")).noneMatch(channels::lacksSettings);
  }

  @Test
  void onlyModeratorsPostAnnouncementsAndOthersReact() {
    records.post(1, "ada", "general", "x").set("ada", "general", ANNOUNCEMENT);
    records.post(2, "bob", "general", "y").reply(3, "bob", "general", 1);
    records.announce(4, "ada", "general", null).announce(5, "ada", "general", Records.id(1));
    records.react(4, "bob", "general", "👍");
    assertThat(apply())
        .containsExactly(
            APPLIED, APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT, APPLIED, APPLIED, APPLIED);
  }

  @Test
  void anOpenBoardKnowsNothingOfIt() {
    records.post(1, "ada", "general", "x").join(PRIVATE, "ada", "ada");
    apply();
    assertThat(redis.exists(RedisKeys.PRIVATE, RedisKeys.ROOMS, RedisKeys.MEMBERS)).isZero();
    assertThat(redis.hgetAll(RedisKeys.STATE)).doesNotContainKeys("p", "r", "j");
  }

  @Test
  void aBoardMayHaveOnlyPrivateMessages() {
    records.create(PRIVATE, "ada").post(1, "ada", PRIVATE, "x");
    apply();
    assertThat(redis.exists(RedisKeys.BOARD, RedisKeys.CHANNELS)).isZero();
    assertThat(page(null, null, "ada")).contains("\"messages\":[]");
    assertThat(page(PRIVATE, null, "ada")).contains("\"content\":\"x\"");
    records.post(2, "ada", "general", "y");
    assertThat(apply()).endsWith(APPLIED);
    assertThat(page(null, null, "ada")).contains("\"content\":\"y\"").doesNotContain(PRIVATE);
  }

  @Test
  void aPersonIsInAThousandPrivateChannels() {
    for (int i = 0; i < 1_001; i++) {
      records.create(ChannelName.ofPrivate("ada", "" + i), "ada", "bob" + i);
    }
    var wide = new ViewWriter(redis, new Metrics().redis(), new Lengths(10, 10, 5_000, 500, 5_000));
    wide.applyFirst("topic", records.all.subList(0, 1));
    var results = wide.apply("topic", null, records.all).results();
    assertThat(results.subList(1, 1_000)).containsOnly(APPLIED);
    assertThat(results).last().isEqualTo(WITHOUT_EFFECT);
    assertThat(channels.channels(10, "ada").channels()).hasSize(1_000);
    records.join(ChannelName.ofPrivate("ada", "1"), "bob2", "bob1");
    records.join(ChannelName.ofPrivate("ada", "1"), "ada2", "eve");
    assertThat(wide.apply("topic", null, records.all).results().subList(1_001, 1_003))
        .containsExactly(APPLIED, WITHOUT_EFFECT);
  }

  @Test
  void noMorePrivateChannelsThanOpenOnesAndNoneForgetsAnother() {
    IntStream.range(0, 5).forEach(i -> records.create(ChannelName.ofPrivate("ada", "" + i), "ada"));
    IntStream.range(0, 9).forEach(i -> records.post(i, "eve", "open-" + i, "x"));
    assertThat(apply().subList(0, 5))
        .containsExactly(APPLIED, APPLIED, APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT);
    assertThat(channels.channels(10, "ada").channels()).hasSize(6);
  }

  @Test
  void whoIsInAChannelFindsEverythingAndNobodyElseAnything() {
    plant();
    assertThat(store.find(Records.id(2), "bob")).isPresent();
    assertThat(page(PRIVATE, null, "bob")).contains("planted", "\"mine\":true");
    assertThat(page(PRIVATE, Records.id(2), "bob")).contains("planted");
    assertThat(store.replies(Records.id(2), null, 9, "bob").toJson()).contains("\"re\"");
    assertThat(channels.channels(10, "bob").channels())
        .last()
        .satisfies(channel -> assertThat(channel.settings().title()).isEqualTo("planted"))
        .satisfies(channel -> assertThat(channel.members()).isEqualTo(2))
        .satisfies(channel -> assertThat(channel.messages()).isEqualTo(3));
    assertThat(channels.members(PRIVATE, "", 10))
        .containsExactlyInAnyOrder(member("ada"), member("bob"));
  }

  /** Eve never was a member, Cid was. */
  @ParameterizedTest
  @ValueSource(strings = {"eve", "cid", ""})
  void strangersAndFormerMembersFindNothing(String name) {
    plant();
    var reader = name.isEmpty() ? null : name;
    for (int id : List.of(2, 3, 4)) {
      assertThat(store.find(Records.id(id), reader)).isEmpty();
      var around = refusal(() -> page(null, Records.id(id), reader));
      assertThat(around).isEqualTo(refusal(() -> page(null, Records.id(99), reader)));
      assertThat(refusal(() -> page("general", Records.id(id), reader))).isEqualTo(around);
    }
    var unknown = ChannelName.ofPrivate("nobody", "key");
    assertThat(refusal(() -> page(PRIVATE, null, reader)))
        .isEqualTo(refusal(() -> page(unknown, null, reader)))
        .isEqualTo(refusal(() -> channels.requireVisible(PRIVATE, reader)))
        .isEqualTo(refusal(() -> channels.requireVisible(unknown, reader)))
        .isEqualTo(refusal(() -> channels.channel(PRIVATE, reader)))
        .isEqualTo(refusal(() -> channels.channel("nothing", reader)));
    assertThat(channels.channels(10, reader).channels()).hasSize(1);
    assertThat(channels.channels(10, reader).toString()).doesNotContain("planted", PRIVATE);
  }

  @Test
  void theWholeBoardHasFullPagesOfOpenChannels() {
    records.create(PRIVATE, "ada");
    for (int i = 0; i < 120; i++) {
      records.post(i, "ada", i % 3 == 0 ? "general" : PRIVATE, i % 3 == 0 ? "open" : "planted");
    }
    apply();
    var newest = page(null, null, "ada");
    assertThat(newest.split("\"content\":\"open\"", -1)).hasSize(41);
    assertThat(newest).doesNotContain("planted", PRIVATE);
    for (var author : new String[] {null, "Ada"}) {
      for (int limit : List.of(1, 7, 40)) {
        var query = HistoryQuery.of(null, author, null, null, null, "" + limit);
        var page = store.history(query, "ada").toJson();
        assertThat(page).doesNotContain("planted", PRIVATE);
        assertThat(page.split("\"content\":\"open\"", -1)).hasSize(limit + 1);
      }
    }
    var after = HistoryQuery.of(null, null, null, epoch() + ":1", null, "5");
    assertThat(store.history(after, "ada").toJson().split("\"open\"", -1)).hasSize(6);
    var around = HistoryQuery.of(null, null, null, null, Records.id(60), "9");
    assertThat(store.history(around, "ada").toJson())
        .doesNotContain("planted")
        .satisfies(page -> assertThat(page.split("\"open\"", -1)).hasSize(10));
  }

  @Test
  void aPrivateChannelIsReadToItsEndAlsoBelowItsList() {
    records.create(PRIVATE, "ada");
    for (int i = 0; i < 60; i++) {
      records.post(i, "ada", i % 2 == 0 ? "general" : PRIVATE, "x");
    }
    apply();
    var around = HistoryQuery.of(PRIVATE, null, null, null, Records.id(5), "9");
    var page = store.history(around, "ada").toJson();
    assertThat(page.split(PRIVATE, -1)).hasSize(10);
    assertThat(page).doesNotContain("general").contains("\"newer\":");
  }

  @Test
  void membersAreReadInPages() {
    var people = IntStream.range(0, 25).mapToObj(i -> "person " + i).toArray(String[]::new);
    records.create(PRIVATE, people).create(ChannelName.ofPrivate("eve", "key"), "eve");
    apply();
    var first = channels.members(PRIVATE, "", 10);
    var second = channels.members(PRIVATE, first.get(9).person(), 10);
    var third = channels.members(PRIVATE, second.get(9).person(), 10);
    assertThat(third).hasSize(5);
    assertThat(Set.of(first, second, third).stream().flatMap(List::stream).distinct()).hasSize(25);
    assertThat(channels.member(PRIVATE, Identity.person("person 7"))).contains(member("person 7"));
    assertThat(channels.member(PRIVATE, Identity.person("eve"))).isEmpty();
  }

  @Test
  void theRoomsOfManyAreReadInOneCall() {
    plant();
    var people = List.of(Identity.person("ada"), Identity.person("cid"), Identity.person("eve"));
    var rooms = new RedisRooms(redis, new Metrics().redis(), new HighWatermark());
    assertThat(rooms.of(people)).containsExactly(Set.of(PRIVATE, DIRECT), Set.of(), Set.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {RedisKeys.PRIVATE, RedisKeys.ROOMS, RedisKeys.MEMBERS})
  void aViewThatLacksMembersIsReadAgain(String key) {
    plant();
    redis.del(key);
    assertThat(view.look(null, 0, 0).state()).isEqualTo(Applied.State.LACKING);
    assertThat(redis.keys("*")).containsExactly(RedisKeys.STATE);
  }

  private void plant() {
    records.post(1, "eve", "general", "open").create(PRIVATE, "ada", "bob");
    records.set("ada", PRIVATE, settings("planted")).join(PRIVATE, "cid", "bob");
    records.post(2, "bob", PRIVATE, "planted").reply(3, "ada", PRIVATE, 2);
    records.post(4, "cid", PRIVATE, "planted").edit(4, "cid", PRIVATE, "planted 2", 2);
    records.leave(PRIVATE, "cid", "ada").create(DIRECT, "ada", "bob");
    assertThat(apply()).containsOnly(APPLIED);
  }

  private static ChannelSettings settings(String title) {
    return new ChannelSettings("", ChannelSettings.PRIVATE, false, title);
  }

  private static Member member(String subject) {
    return new Member(Identity.person(subject), subject + " \"},{");
  }

  private String page(String channel, String around, String reader) {
    return store
        .history(HistoryQuery.of(channel, null, null, null, around, "100"), reader)
        .toJson();
  }

  private static String refusal(ThrowingCallable read) {
    return catchThrowableOfType(ProblemException.class, read).problem().toString();
  }

  private String epoch() {
    return redis.hget(RedisKeys.STATE, "epoch");
  }

  private List<Result> apply() {
    var applied = view.apply("topic", null, records.all);
    if (applied.state() == Applied.State.EMPTY) {
      applied = view.applyFirst("topic", records.all);
    }
    assertThat(applied.isDone()).isTrue();
    assertThat(view.look(null, 0, 10).state()).isEqualTo(Applied.State.WHOLE);
    return applied.results();
  }
}
