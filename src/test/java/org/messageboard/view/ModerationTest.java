package org.messageboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messageboard.view.Applied.Result.APPLIED;
import static org.messageboard.view.Applied.Result.MESSAGE_KNOWN;
import static org.messageboard.view.Applied.Result.WITHOUT_EFFECT;
import static org.messageboard.view.Records.PRIVATE;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Position;
import org.messageboard.board.Reported;
import org.messageboard.board.UnknownEvent;
import org.messageboard.dev.Ports;
import org.messageboard.dev.RedisProcess;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.Metrics;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Restrictions.Basis;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** What moderators decide, and what of it somebody reads, on a real Redis. */
class ModerationTest {

  private static final int WINDOW = 40;
  private static final Lengths LENGTHS = new Lengths(10, 10, WINDOW, 50, 2);

  @TempDir static Path directory;
  private static RedisProcess server;
  private static RedisClient redis;

  private final Records records = new Records();
  private final List<Result> results = new ArrayList<>();
  private final ViewWriter view = new ViewWriter(redis, new Metrics().redis(), LENGTHS);
  private final ViewReader messages = new ViewReader();
  private final ModerationReader store = new ModerationReader();
  private final Restrictions restrictions = new Restrictions();

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
    messages.metrics = new Metrics();
    messages.highWatermark = new HighWatermark();
    messages.lengths = LENGTHS;
    messages.open(redis);
    store.metrics = messages.metrics;
    store.highWatermark = messages.highWatermark;
    store.open(redis);
    restrictions.store = store;
  }

  @Test
  void theNewestRestrictionOfAPersonStandsUntilItIsLifted() {
    records.post(1, "ada", "general", "x");
    records.asModerator().restrict("mod", "eve", "muted", null);
    records.asModerator().restrict("mod", "eve", "banned", 1_000_000);
    records.asModerator().restrict("mod", "bob", "muted", null);
    records.asModerator().lift("mod", "bob").asModerator().lift("mod", "bob");
    assertThat(apply())
        .containsExactly(APPLIED, APPLIED, APPLIED, APPLIED, APPLIED, WITHOUT_EFFECT);
    assertThat(store.restrictions().newest())
        .singleElement()
        .satisfies(
            json -> {
              assertThat(json.getString("person")).isEqualTo(Identity.person("eve"));
              assertThat(json.getString("kind")).isEqualTo("banned");
              assertThat(json).containsKeys("name", "until", "reason", "by", "timestamp");
            });
    assertThat(newestEvent())
        .contains("\"type\":\"lifted\",\"channel\":\"" + ChannelName.MODERATION + "\",\"person\":")
        .doesNotContain("\"mod\"", "moderator\":");
  }

  /** Their number would otherwise grow for ever. */
  @Test
  void aRestrictionThatIsOverIsForgottenAtTheNextOne() {
    records.post(1, "ada", "general", "x").asModerator().restrict("mod", "eve", "muted", 2);
    records.asModerator().restrict("mod", "ada", "muted", 2);
    apply();
    assertThat(store.restrictions().newest()).hasSize(2);
    records.asModerator().restrict("mod", "bob", "muted", null);
    apply();
    assertThat(people()).containsExactlyInAnyOrder(Identity.person("ada"), Identity.person("bob"));
    records.asModerator().lift("mod", "bob");
    apply();
    assertThat(redis.exists(RedisKeys.RESTRICTIONS)).isFalse();
    redis.hset(RedisKeys.RESTRICTIONS, Identity.person("eve"), "{}");
    assertThat(store.restrictions().newest()).as("left over from an older view").isEmpty();
    records.asModerator().restrict("mod", "ada", "muted", null);
    apply();
    assertThat(people()).containsExactly(Identity.person("ada"));
  }

  @Test
  void aServerKnowsWhoIsRestrictedAndModeratorsNeverAre() {
    records.post(1, "ada", "general", "x").asModerator().restrict("mod", "eve", "banned", null);
    records.asModerator().restrict("mod", "bob", "muted", 10);
    records.asModerator().restrict("mod", "mod", "muted", null);
    var eve = new Identity("eve", "Eve", Set.of(Role.READER));
    assertThat(restrictions.of(eve)).isEmpty();
    apply();
    restrictions.changed();
    assertThat(restrictions.isBanned(eve)).isTrue();
    assertThat(restrictions.of(eve).orElseThrow().sentence())
        .isEqualTo("You are banned: of a test");
    assertThat(restrictions.of(new Identity("bob", "Bob", Set.of()))).as("over").isEmpty();
    assertThat(restrictions.of(new Identity("mod", "M", Set.of(Role.MODERATOR)))).isEmpty();
    assertThat(restrictions.standing()).hasSize(2);
    assertThat(restrictions.nameOf(Identity.person("eve"))).isPresent();
    var since = Instant.parse("2026-03-01T12:00:01Z").getEpochSecond();
    assertThat(restrictions.bans()).isEqualTo(Map.of(Identity.person("eve"), since));
    redis.flushAll();
    restrictions.changed();
    messages.highWatermark.set(new Position("e", 1));
    assertThat(restrictions.isBanned(eve)).as("while the view is incomplete").isTrue();
    assertThat(restrictions.basis()).isEqualTo(Basis.KNOWN);
  }

  @Test
  void aServerThatStartsSaysWhyItDoesNotKnowWhoIsRestricted() {
    assertThat(restrictions.basis()).isEqualTo(Basis.EMPTY);
    redis.hset(RedisKeys.STATE, "repair", "token");
    assertThat(restrictions.basis()).isEqualTo(Basis.FILLING);
    redis.flushAll();
    records.asModerator().restrict("mod", "eve", "banned", null);
    apply();
    assertThat(restrictions.basis()).isEqualTo(Basis.KNOWN);
    assertThat(restrictions.isBanned(new Identity("eve", "Eve", Set.of()))).isTrue();
    var withoutRedis = new Restrictions();
    withoutRedis.store =
        new ModerationReader() {
          @Override
          public Restricting restrictions() {
            throw new JedisConnectionException("Redis is away.");
          }
        };
    assertThat(withoutRedis.basis()).isEqualTo(Basis.AWAY);
  }

  @Test
  void nobodyButModeratorsDecidesAndNothingElseHappensInTheirChannel() {
    var channel = ChannelName.MODERATION;
    records.post(1, "ada", "general", "x").restrict("eve", "ada", "banned", null);
    records.lift("eve", "ada").report(1, "eve", "ada").close(1, "eve", "eve", "removed");
    records.asModerator().post(2, "mod", channel, "x").create(channel, "mod", "eve");
    records.asModerator().join(channel, "eve", "mod").asModerator().pin(1, "mod", channel);
    records.asModerator().delete(1, "mod", channel, "moderator");
    records.add(
        new UnknownEvent(channel, "\"type\":\"newer\",\"channel\":\"%s\"}".formatted(channel)));
    assertThat(apply())
        .containsExactly(
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            APPLIED);
    assertThat(redis.exists(RedisKeys.PRIVATE, RedisKeys.AUDIT)).isZero();
  }

  @Test
  void aPersonReportsAMessageOnceAndTheFirstDecisionCounts() {
    records.post(1, "ada", "general", "x").report(1, "eve", "ada").report(1, "eve", "ada");
    records.report(1, "bob", "ada").asModerator().close(1, "eve", "mod", "dismissed");
    records.asModerator().close(1, "eve", "mod", "removed");
    records.asModerator().close(2, "eve", "mod", "removed").report(1, "eve", "ada");
    assertThat(apply())
        .containsExactly(
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT,
            WITHOUT_EFFECT);
    assertThat(store.reports(false, null, 10).entries())
        .singleElement()
        .satisfies(
            json -> {
              assertThat(json.getString("message")).isEqualTo(Records.id(1));
              assertThat(json.getString("person")).isEqualTo(Identity.person("ada"));
              assertThat(json.getString("id")).isEqualTo(Reported.id(Records.id(1), "bob"));
              assertThat(json)
                  .containsKeys("reason", "by", "timestamp")
                  .doesNotContainKey("closed");
            });
    assertThat(store.reports(true, null, 10).entries())
        .singleElement()
        .satisfies(
            json ->
                assertThat(json.getJsonObject("closed"))
                    .containsKeys("outcome", "by", "timestamp")
                    .hasToString(
                        store.report(json.getString("id")).orElseThrow().get("closed") + ""));
  }

  @Test
  void reportsAreReadByPages() {
    records.post(1, "ada", "general", "x");
    IntStream.range(0, 9).forEach(i -> records.report(i, "eve", null));
    List.of(1, 3, 5, 7).forEach(i -> records.asModerator().close(i, "eve", "mod", "dismissed"));
    apply();
    assertThat(reported(false)).containsExactly(8, 6, 4, 2, 0);
    assertThat(reported(true)).containsExactly(7, 5, 3, 1);
    assertThatThrownBy(() -> store.reports(true, new Position("other", 3), 2))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("read from Kafka again");
  }

  @Test
  void tenThousandReportsAndEntriesOfTheAuditTrailAreKept() {
    int most = 10_000;
    records.post(1, "ada", "general", "x");
    IntStream.rangeClosed(0, most).forEach(i -> records.report(i, "eve", null));
    apply();
    assertThat(redis.zcard(RedisKeys.REPORTS)).isEqualTo(most);
    assertThat(store.report(Reported.id(Records.id(0), "eve"))).as("the oldest").isEmpty();
    records.asModerator().close(7, "eve", "mod", "dismissed").report(1, "bob", null);
    apply();
    assertThat(store.report(Reported.id(Records.id(7), "eve"))).as("a closed one").isEmpty();
    assertThat(store.report(Reported.id(Records.id(1), "eve"))).isPresent();
    assertThat(redis.hlen(RedisKeys.REPORTED)).isEqualTo(most);
    IntStream.range(0, most)
        .forEach(i -> records.asModerator().restrict("mod", "eve", "muted", null));
    apply();
    assertThat(redis.xlen(RedisKeys.AUDIT)).isEqualTo(most);
    assertThat(store.audit(null, most, "").entries()).hasSize(most);
  }

  private List<Integer> reported(boolean closed) {
    var found = new ArrayList<Integer>();
    Position before = null;
    do {
      var page = store.reports(closed, before, 2);
      page.entries()
          .forEach(
              json ->
                  found.add(
                      (int) UUID.fromString(json.getString("message")).getLeastSignificantBits()));
      before = page.next();
    } while (before != null);
    return found;
  }

  /** But whoever reacted may take it back. */
  @Test
  void inALockedChannelOnlyModeratorsPostEditAndReact() {
    records.post(1, "ada", "general", "x").post(2, "mod", "general", "y").lock("general", true);
    records.post(3, "ada", "general", "z").reply(3, "ada", "general", 1);
    records.edit(1, "ada", "general", "z", 2).react(1, "ada", "general", "👍");
    records
        .asModerator()
        .post(4, "mod", "general", "z")
        .asModerator()
        .reply(5, "mod", "general", 1);
    records.asModerator().edit(2, "mod", "general", "z", 2);
    records.asModerator().react(1, "mod", "general", "👍").unreact(1, "mod", "general", "👍");
    records.asModerator().unreact(1, "mod", "general", "👍").delete(1, "ada", "general", "owner");
    records.lock("general", false).post(3, "ada", "general", "z");
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
            APPLIED,
            APPLIED,
            APPLIED,
            APPLIED,
            WITHOUT_EFFECT,
            APPLIED,
            APPLIED,
            APPLIED);
    assertThat(redis.hget(RedisKeys.SETTINGS, "general")).doesNotContain("locked");
  }

  @Test
  void pinsShowMessagesAsTheyAreTheNewestPinFirst() {
    records.post(1, "ada", "general", "one").post(2, "ada", "general", "two");
    records.post(3, "ada", "general", "three").pin(1, "ada", "general");
    List.of(1, 2, 3, 2).forEach(id -> records.asModerator().pin(id, "mod", "general"));
    records.asModerator().pin(1, "mod", "other").edit(1, "ada", "general", "one again", 2);
    records.react(2, "bob", "general", "👍").delete(3, "ada", "general", "owner");
    assertThat(apply().subList(3, 9))
        .containsExactly(WITHOUT_EFFECT, APPLIED, APPLIED, APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT);
    assertThat(store.pins("general", null)).hasSize(2);
    assertThat(store.pins("general", null).get(0).toString()).contains("two", "👍");
    assertThat(store.pins("general", null).get(1).toString()).contains("one again");
    assertThat(newestEvent()).contains("\"type\":\"deleted\"");
    records.unpin(2, "ada", "general").asModerator().unpin(2, "mod", "general");
    records.asModerator().unpin(2, "mod", "general");
    assertThat(apply()).endsWith(WITHOUT_EFFECT, APPLIED, WITHOUT_EFFECT);
    assertThat(newestEvent())
        .contains("\"type\":\"unpinned\",\"channel\":\"general\",\"id\":\"" + Records.id(2));
    assertThat(store.pins("general", null)).hasSize(1);
  }

  @Test
  void aPinOutlivesTheLogAndCanStillBeTakenOff() {
    records.post(1, "ada", "general", "rules").asModerator().pin(1, "mod", "general");
    IntStream.range(10, 80).forEach(i -> records.post(i, "ada", "general", "x"));
    apply();
    assertThat(messages.find(Records.id(1), null)).isEmpty();
    assertThat(store.pins("general", null).toString()).contains("rules");
    assertThat(store.pinned(Records.id(1), null)).isPresent();
    records.asModerator().unpin(1, "mod", "general");
    assertThat(apply()).endsWith(APPLIED);
    assertThat(redis.exists(RedisKeys.PINS)).isFalse();
  }

  @Test
  void aChannelHasFiftyPinsAndOneThatIsForgottenHasNone() {
    var large = new ViewWriter(redis, new Metrics().redis(), new Lengths(100, 100, 500, 500, 2));
    IntStream.range(0, 52).forEach(i -> records.post(i, "ada", "general", "x"));
    IntStream.range(0, 51).forEach(i -> records.asModerator().pin(i, "mod", "general"));
    assertThat(large.applyFirst("topic", records.all).results()).endsWith(APPLIED, WITHOUT_EFFECT);
    assertThat(store.pins("general", null)).hasSize(50);
    records.post(60, "ada", "a", "x").post(61, "ada", "b", "x");
    large.apply("topic", null, records.all);
    assertThat(store.pins("general", null)).isEmpty();
    assertThat(redis.exists(RedisKeys.PINS)).isFalse();
  }

  @Test
  void membersPinInTheirChannelsAndNobodyElseSeesThat() {
    records.create(PRIVATE, "ada", "bob").post(1, "bob", PRIVATE, "x");
    records.pin(1, "ada", PRIVATE).asModerator().pin(1, "mod", PRIVATE);
    records.asModerator().unpin(1, "mod", PRIVATE);
    assertThat(apply()).endsWith(APPLIED, WITHOUT_EFFECT, WITHOUT_EFFECT);
    assertThat(store.pins(PRIVATE, "bob")).hasSize(1);
    assertThat(store.pinned(Records.id(1), "bob")).isPresent();
    assertThat(store.pinned(Records.id(1), "mod")).isEmpty();
    assertThatThrownBy(() -> store.pins(PRIVATE, "mod")).isInstanceOf(ProblemException.class);
    assertThat(redis.exists(RedisKeys.AUDIT)).isFalse();
  }

  @Test
  void theAuditTrailHasWhatModeratorsDid() {
    records.post(1, "ada", "general", "planted").post(2, "ada", "general", "x");
    records.set("general", "of a guest", false).report(2, "eve", "ada");
    records.delete(2, "ada", "general", "owner");
    records.asModerator().restrict("mod", "eve", "muted", null).asModerator().lift("mod", "eve");
    records.asModerator().pin(1, "mod", "general").asModerator().unpin(1, "mod", "general");
    records.asModerator().lock("general", true).asModerator().close(2, "eve", "mod", "dismissed");
    records.asModerator().delete(1, "mod", "general", "moderator");
    apply();
    var entries = audit("mod");
    assertThat(entries)
        .extracting(entry -> entry.getString("type"))
        .containsExactly(
            "deleted", "closed", "channel", "unpinned", "pinned", "lifted", "restricted");
    assertThat(entries).allSatisfy(entry -> assertThat(entry).containsKeys("by", "timestamp"));
    assertThat(entries.get(0))
        .containsKeys("id", "channel", "name", "reason")
        .doesNotContainKeys("deletedBy", "message");
    assertThat(entries.get(2).getBoolean("locked")).isTrue();
    assertThat(entries.toString()).doesNotContain("planted", ChannelName.MODERATION);
    assertThat(messages.find(Records.id(1), null).orElseThrow().json())
        .contains("\"deletedBy\":\"moderator\",\"reason\":\"of a test\"}")
        .doesNotContain("\"by\"");
  }

  @Test
  void whatHappenedInPrivateChannelsIsInTheAuditTrailOfTheirMembersOnly() {
    records.create(PRIVATE, "ada", "mod").post(1, "ada", PRIVATE, "x");
    records.asModerator().delete(1, "other", PRIVATE, "moderator");
    records.post(2, "ada", "general", "x").asModerator().delete(2, "mod", "general", "moderator");
    apply();
    assertThat(audit("mod")).hasSize(2);
    assertThat(audit("other")).hasSize(1);
    assertThat(audit("other").toString()).doesNotContain(PRIVATE);
  }

  @Test
  void whatWasLostOfModerationIsReadFromKafkaAgain() {
    records.post(1, "ada", "general", "x").report(1, "eve", "ada");
    records.asModerator().restrict("mod", "eve", "muted", null);
    records.asModerator().pin(1, "mod", "general");
    for (var key :
        List.of(
            RedisKeys.RESTRICTIONS,
            RedisKeys.PINS,
            RedisKeys.REPORTS,
            RedisKeys.REPORTED,
            RedisKeys.AUDIT)) {
      redis.flushAll();
      results.clear();
      apply();
      assertThat(redis.del(key)).as(key).isEqualTo(1);
      assertThat(view.look(null, 0, 10).state()).as(key).isNotEqualTo(Applied.State.WHOLE);
    }
  }

  @Test
  void aReportIsNoWayToPostUnderItsId() {
    records.post(1, "ada", "general", "x").report(1, "eve", "ada").post(1, "ada", "general", "y");
    assertThat(apply()).containsExactly(APPLIED, APPLIED, MESSAGE_KNOWN);
  }

  private List<JsonObject> audit(String who) {
    var found = new ArrayList<JsonObject>();
    Position before = null;
    do {
      var page = store.audit(before, 2, Identity.person(who));
      found.addAll(page.entries());
      before = page.next();
    } while (before != null);
    return found;
  }

  private List<String> people() {
    return store.restrictions().newest().stream().map(json -> json.getString("person")).toList();
  }

  /** Applies those that were not applied, and returns the results of all. */
  private List<Result> apply() {
    for (int from = results.size(); from < records.all.size(); from = results.size()) {
      var part = records.all.subList(from, Math.min(from + 1_000, records.all.size()));
      boolean isNew = redis.dbSize() == 0;
      var applied = isNew ? view.applyFirst("topic", part) : view.apply("topic", null, part);
      assertThat(applied.isDone()).isTrue();
      results.addAll(applied.results());
    }
    assertThat(view.look(null, 0, 10).state()).isEqualTo(Applied.State.WHOLE);
    return results;
  }

  private static String newestEvent() {
    return redis.xrevrange(RedisKeys.LOG, "+", "-", 1).get(0).getFields().get("m");
  }
}
