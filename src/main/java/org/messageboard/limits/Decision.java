package org.messageboard.limits;

import java.time.Duration;
import java.util.List;
import org.messageboard.http.Problem;

/**
 * Whether a request is admitted.
 *
 * @param bucket the one that is empty for the longest; the first one if none is
 * @param pause microseconds until a repetition is admitted, or 0 for an admitted request
 * @param left how many are left in the bucket
 */
record Decision(Bucket bucket, long pause, long left) {

  private static final long SECOND = 1_000_000;

  boolean admitted() {
    return pause == 0;
  }

  /** {@code RateLimit-Policy} (draft-ietf-httpapi-ratelimit-headers-10, section 3). */
  String policy() {
    return "\"%s\";q=%s;w=%s"
        .formatted(bucket.policy(), bucket.rate().burst(), seconds(bucket.rate().window()));
  }

  /** {@code RateLimit} (the same draft, section 4); {@code t} is when there is one more. */
  String limit() {
    var next = seconds(admitted() ? bucket.rate().interval() : pause);
    return "\"%s\";r=%s;t=%s".formatted(bucket.policy(), left, next);
  }

  /** The answer to a refused request: status 429 (RFC 6585, section 4). */
  Problem problem() {
    var detail = "%s Try again in %s s.".formatted(bucket.refusal(), seconds(pause));
    return new Problem(429, detail, List.of(), Duration.ofSeconds(seconds(pause)));
  }

  /** Rounded up, so that nobody comes back too early. */
  private static long seconds(long micros) {
    return (micros + SECOND - 1) / SECOND;
  }
}
