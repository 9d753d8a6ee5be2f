package org.messageboard.limits;

import java.util.List;
import java.util.Random;

/** Requests of five people at two addresses, in bursts and with pauses, faster than real time. */
final class RandomRequests {

  private static final long START = 1_700_000_000_000_000L;
  private static final List<Rate> RATES = List.of(new Rate(60, 4), new Rate(7, 2), new Rate(97, 1));
  private static final Rate ADDRESS = new Rate(150, 6);

  private final Random random;
  private long now = START;
  private List<Bucket> buckets;

  RandomRequests(Random random) {
    this.random = random;
  }

  void next() {
    now += random.nextInt(10) == 0 ? random.nextInt(20_000_000) : random.nextInt(700_000);
    int person = random.nextInt(5);
    var own = Bucket.ofPerson(Kind.POSTS, "person-" + person, RATES.get(person % RATES.size()));
    var address = Bucket.ofAddress(Kind.POSTS, "address-" + person % 2, ADDRESS);
    buckets = random.nextInt(6) == 0 ? List.of(address) : List.of(own, address);
  }

  /** In microseconds. */
  long now() {
    return now;
  }

  List<Bucket> buckets() {
    return buckets;
  }
}
