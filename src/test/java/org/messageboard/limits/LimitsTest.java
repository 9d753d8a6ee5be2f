package org.messageboard.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.http.ClientAddress;

/** What is counted for whom, and what a client learns. */
class LimitsTest {

  private static final Map<Kind, Rate> RATES = Map.of(Kind.POSTS, new Rate(30, 20));
  private static final LimitSettings SETTINGS = new LimitSettings(true, RATES, 4, 50);

  @ParameterizedTest
  @CsvSource({
    "POST, /messages, POSTS",
    "POST, '', POSTS",
    "PUT, /messages/0b8f9a52, POSTS",
    "DELETE, /messages/0b8f9a52, POSTS",
    "PUT, /channels/general, POSTS",
    "PUT, /messages/0b8f9a52/reactions/x, REACTIONS",
    "DELETE, /messages/0b8f9a52/reactions/x, REACTIONS",
    "PUT, /channels/x/messages/y/reactions/z, POSTS",
    "PUT, /read-marks/general, MARKS",
    "GET, /read-marks, READS",
    "GET, /messages/0b8f9a52/reactions, READS",
    "GET, /messages/stream, READS",
    "HEAD, /channels, READS",
    "POST, /sign-out, POSTS",
    "POST, /sign-out/provider, SIGN_OUTS",
    "GET, /sign-in, READS",
    "GET, /sign-in/callback, SIGN_INS",
    "HEAD, /sign-in/callback, SIGN_INS",
    "OPTIONS, /messages, "
  })
  void aRequestIsOfAKindByItsMethodAndPath(String method, String path, Kind kind) {
    assertThat(Kind.of(method, path)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
    "2001:db8:1:2::9, 20010db800010002/64",
    "fe80:0:0:0:1:2:3:4%1, fe80000000000000/64",
    "::ffff:192.0.2.7, 192.0.2.7",
    "2001:db8::nobody, unknown",
    "a-name, a-name"
  })
  void theHostsOfAnIpv6NetworkCountAsOneAddress(String address, String counted) {
    assertThat(ClientAddress.of(address)).isEqualTo(counted);
  }

  @Test
  void aPersonTakesFromItsOwnBucketAndTheAddresss() {
    assertThat(SETTINGS.buckets(Kind.POSTS, "ada", "192.0.2.7"))
        .extracting(Bucket::policy, Bucket::key, Bucket::rate)
        .containsExactly(
            tuple("posts", "{messages}:limit:posts:person:ada", new Rate(30, 20)),
            tuple(
                "posts-address", "{messages}:limit:posts:address:192.0.2.7", new Rate(1500, 1000)));
  }

  @Test
  void allWhomTheBoardDoesNotRecogniseAtAnAddressShareABucket() {
    assertThat(SETTINGS.buckets(Kind.POSTS, null, "192.0.2.7"))
        .extracting(Bucket::policy, Bucket::rate)
        .containsExactly(
            tuple("posts-anonymous", new Rate(120, 80)),
            tuple("posts-address", new Rate(1500, 1000)));
  }

  @Test
  void whatGoesThroughTheProviderCountsForItsAddressOnly() {
    for (var subject : new String[] {"ada", null}) {
      assertThat(SETTINGS.buckets(Kind.SIGN_INS, subject, "192.0.2.7"))
          .extracting(Bucket::policy, Bucket::rate)
          .containsExactly(tuple("sign-ins-address", new Rate(1500, 1000)));
    }
  }

  @Test
  void zeroIsNoLimit() {
    var open = new LimitSettings(true, RATES, 0, 0);
    assertThat(open.buckets(Kind.POSTS, null, "192.0.2.7")).isEmpty();
    assertThat(open.buckets(Kind.POSTS, "ada", "192.0.2.7")).hasSize(1);
  }

  @Test
  void aRefusedClientLearnsWhyAndWhenToComeBack() {
    var decision = new Decision(SETTINGS.buckets(Kind.POSTS, "ada", "a").get(0), 1_000_001, 0);
    assertThat(decision.policy()).isEqualTo("\"posts\";q=20;w=40");
    assertThat(decision.limit()).isEqualTo("\"posts\";r=0;t=2");
    assertThat(decision.problem().status()).isEqualTo(429);
    assertThat(decision.problem().retryAfter()).hasSeconds(2);
    assertThat(decision.problem().detail())
        .isEqualTo("You are posting too fast. Try again in 2 s.");
  }
}
