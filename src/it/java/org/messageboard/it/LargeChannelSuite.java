package org.messageboard.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Identity.Role;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Origin;
import org.messageboard.dev.Await;
import org.messageboard.dev.OpenIdProvider.Person;

/** A private channel of 10,000 people, as many as there may be. */
class LargeChannelSuite {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int MEMBERS = 10_000;

  @RegisterExtension static final SignedInServers SERVERS = new SignedInServers();

  private final Board one = SERVERS.one().board();
  private final Board two = SERVERS.two().board();
  private final Account ada = Account.of(Person.ADA, one);
  private final Account bob = Account.of(Person.BOB, two);
  private final Identity founder = new Identity("founder", "The founder", Set.of(Role.POSTER));
  private final String channel = ChannelName.ofPrivate("founder", UUID.randomUUID().toString());

  @Test
  void whoIsTakenOutOfItGetsNothingWithinASecond() throws ExecutionException, InterruptedException {
    found();
    var path = "api/channels/" + channel;
    assertThat(
            Await.until(() -> ada.get(one, path + "/members?limit=1").statusCode() == 200, LIMIT))
        .isTrue();
    assertThat(Await.until(() -> members() == MEMBERS, LIMIT)).isTrue();
    var out = new ArrayList<Duration>();
    var back = new ArrayList<Duration>();
    try (var stream = bob.stream(two, "", "").awaitOpen(LIMIT)) {
      for (int round = 1; round <= 5; round++) {
        out.add(change(stream, "DELETE", "left", round));
        assertThat(bob.get(two, path + "/members").statusCode()).isEqualTo(404);
        back.add(change(stream, "PUT", "joined", round));
      }
      change(stream, "DELETE", "left", 6);
      post(channel, "nothing for Bob");
      post("general", "the end for Bob");
      var got = stream.await(events -> events.toString().contains("the end for Bob"), LIMIT);
      assertThat(got.toString()).doesNotContain("nothing for Bob");
    }
    // The quickest, because the machine does much else
    assertThat(out.stream().min(Duration::compareTo).orElseThrow()).isLessThan(SECOND);
    assertThat(back.stream().min(Duration::compareTo).orElseThrow()).isLessThan(SECOND);
  }

  /** How long it takes from the request until the person's stream has it. */
  private Duration change(SseClient stream, String method, String type, int times) {
    long began = System.nanoTime();
    var path = "api/channels/" + channel + "/members/" + bobsId();
    var answer = ada.change(one, method, path, Json.createObjectBuilder().build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    stream.await(
        events -> events.stream().filter(e -> e.type().equals(type)).count() == times, LIMIT);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private String bobsId() {
    return bob.session(two).getString("person");
  }

  private int members() {
    return Board.json(ada.get(one, "api/channels")).getJsonArray("channels").stream()
        .map(each -> each.asJsonObject())
        .filter(each -> each.getString("name").equals(channel))
        .mapToInt(each -> each.getInt("members"))
        .sum();
  }

  /** Posts a message, and waits until it is there. */
  private void post(String where, String content) {
    var answer = ada.post(one, Board.message("", content, where));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var path = "api/messages/" + Board.json(answer).getString("id");
    assertThat(Await.until(() -> ada.get(two, path).statusCode() == 200, LIMIT)).isTrue();
  }

  /** The founder adds everybody. */
  private void found() throws ExecutionException, InterruptedException {
    var settings = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Everybody");
    var first =
        List.of(
            new Member(founder.person(), "The founder"),
            new Member(ada.session(one).getString("person"), "Ada Lovelace"),
            new Member(bobsId(), "Bob Kahn"));
    var records = new ArrayList<ProducerRecord<byte[], byte[]>>();
    records.add(record(new ChannelChanged(origin(), settings, founder.name(), first)));
    IntStream.range(first.size(), MEMBERS)
        .mapToObj(i -> new Member(Identity.person("member " + i), "Member " + i))
        .map(member -> new MemberChanged(origin(), member, founder.name(), false))
        .forEach(joined -> records.add(record(joined)));
    new BoardTopic(SERVERS.services().kafka().bootstrapServers()).append(records);
  }

  private Origin origin() {
    return Origin.now(UUID.randomUUID().toString(), channel, founder);
  }

  private ProducerRecord<byte[], byte[]> record(BoardEvent event) {
    return BoardTopic.record(channel, MessageJson.writeRecord(event));
  }
}
