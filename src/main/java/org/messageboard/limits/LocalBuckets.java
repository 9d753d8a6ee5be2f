package org.messageboard.limits;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Buckets in this server's memory: the algorithm of {@code gcra.lua}. Keeps those that were used
 * last; one that was forgotten is full. Thread-safe.
 */
final class LocalBuckets {

  /** When each bucket will be full again, in microseconds. */
  private final Map<String, Long> fullAt;

  /**
   * @param most how many it keeps, about 200 bytes each
   */
  LocalBuckets(int most) {
    fullAt =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Takes one from each bucket, or from none if one of them is empty.
   *
   * @param now microseconds of a clock that is never set
   */
  synchronized Decision take(List<Bucket> buckets, long now) {
    var empty = buckets.get(0);
    long longest = 0;
    for (var bucket : buckets) {
      long wait = after(bucket, now) - bucket.rate().window() - now;
      if (wait > longest) {
        longest = wait;
        empty = bucket;
      }
    }
    if (longest > 0) {
      return new Decision(empty, longest, 0);
    }
    buckets.forEach(bucket -> fullAt.put(bucket.key(), after(bucket, now)));
    return new Decision(empty, 0, left(empty, now));
  }

  /** Forgets all buckets. */
  synchronized void clear() {
    fullAt.clear();
  }

  synchronized int size() {
    return fullAt.size();
  }

  /** When the bucket will be full after one more was taken. */
  private long after(Bucket bucket, long now) {
    long window = bucket.rate().window();
    long known = Math.min(fullAt.getOrDefault(bucket.key(), now), now + window);
    return Math.max(known, now) + bucket.rate().interval();
  }

  private long left(Bucket bucket, long now) {
    long missing = fullAt.get(bucket.key()) - now;
    return (bucket.rate().window() - missing) / bucket.rate().interval();
  }
}
