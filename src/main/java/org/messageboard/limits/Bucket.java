package org.messageboard.limits;

import java.util.List;
import org.messageboard.view.RedisKeys;

/**
 * What a request takes one from.
 *
 * @param policy the name of the policy that it stands for, in RateLimit fields
 * @param key in Redis
 * @param refusal the sentence for whoever finds it empty
 */
record Bucket(String policy, String key, Rate rate, String refusal) {

  static Bucket ofPerson(Kind kind, String subject, Rate rate) {
    return of(kind, "", "person:" + subject, rate, "You are %s too fast.");
  }

  static Bucket ofAnonymous(Kind kind, String address, Rate rate) {
    var refusal = "Clients at your address that the board does not recognise are %s too fast.";
    return of(kind, "-anonymous", "anonymous:" + address, rate, refusal);
  }

  static Bucket ofAddress(Kind kind, String address, Rate rate) {
    return of(kind, "-address", "address:" + address, rate, "Your address is %s too fast.");
  }

  private static Bucket of(Kind kind, String suffix, String who, Rate rate, String refusal) {
    var key = RedisKeys.LIMIT + kind.label() + ":" + who;
    return new Bucket(kind.label() + suffix, key, rate, refusal.formatted(kind.doing()));
  }

  /** What the scripts need of each, in this order. */
  static List<String> arguments(List<Bucket> buckets) {
    return buckets.stream()
        .flatMap(bucket -> List.of(bucket.rate.interval(), bucket.rate.burst()).stream())
        .map(String::valueOf)
        .toList();
  }
}
