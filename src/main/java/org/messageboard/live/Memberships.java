package org.messageboard.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.messageboard.board.MemberChanged;

/**
 * The private channels of everybody who has signed in and has streams open on this server. The hub
 * says who joins and leaves before it appends the event, so no client gets a later event of a
 * channel that it has left. Nothing is kept of others.
 */
public final class Memberships {

  /** Where it is written who is in which channel. */
  @FunctionalInterface
  public interface Source {

    /**
     * The private channels of each of these people, in the same order.
     *
     * @throws EventLog.AwayException if that is not known at the moment
     */
    List<Set<String>> of(List<String> people);
  }

  /** How many people are asked for in one call. */
  private static final int PAGE = 100;

  /** After a read for a client has failed, further ones fail at once for this long; nanoseconds. */
  private static final long RETRY_AFTER = Duration.ofSeconds(1).toNanos();

  private final Source source;
  private final Source clientsSource;
  private final Map<String, Membership> present = new ConcurrentHashMap<>();
  private volatile long retryAt = System.nanoTime();

  /**
   * @param clientsSource separate connections for clients that have just come
   */
  public Memberships(Source source, Source clientsSource) {
    this.source = source;
    this.clientsSource = clientsSource;
  }

  /** Somebody opens a stream. Call {@link #leave} when it ends. */
  public Membership enter(String person) {
    return present.compute(
        person,
        (id, known) -> {
          var membership = known == null ? new Membership(id, this) : known;
          membership.streams++;
          return membership;
        });
  }

  /** A stream of this membership has ended. */
  public void leave(Membership membership) {
    present.computeIfPresent(
        membership.person(), (id, known) -> --known.streams == 0 ? null : known);
  }

  /** Takes in who joins or leaves with an event that is about to be appended. */
  void take(Event event) {
    for (var person : event.people()) {
      var membership = present.get(person);
      if (membership != null) {
        membership.change(event.channel(), event.type().equals(MemberChanged.LEFT));
      }
    }
  }

  /**
   * Reads everything again, because events may have been missed.
   *
   * @throws EventLog.AwayException if the source does not answer
   */
  void reload() {
    var memberships = new ArrayList<>(present.values());
    for (int from = 0; from < memberships.size(); from += PAGE) {
      var page = memberships.subList(from, Math.min(from + PAGE, memberships.size()));
      var read = source.of(page.stream().map(Membership::person).toList());
      for (int i = 0; i < page.size(); i++) {
        page.get(i).set(read.get(i));
      }
    }
  }

  Set<String> read(String person) {
    if (System.nanoTime() - retryAt < 0) {
      throw new EventLog.AwayException("The source did not answer a moment ago.", null);
    }
    try {
      return clientsSource.of(List.of(person)).get(0);
    } catch (EventLog.AwayException e) {
      retryAt = System.nanoTime() + RETRY_AFTER;
      throw e;
    }
  }
}
