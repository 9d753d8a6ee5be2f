package org.messageboard.live;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Rooms;

/**
 * The private channels of somebody who has streams open: as of the newest event in the hub's
 * buffer, or a little later. Until they are known it contains none. Thread-safe.
 */
public final class Membership implements Rooms {

  /** Of everybody who has not signed in. */
  public static final Membership NOBODY = nobody();

  private record Change(String channel, boolean left) {

    void applyTo(Set<String> rooms) {
      if (left) {
        rooms.remove(channel);
      } else {
        rooms.add(channel);
      }
    }
  }

  private final String person;
  private final Memberships all;
  private final Object loading = new Object();

  /** Null until they are known. */
  private volatile Set<String> channels;

  /** What has changed since Redis was asked; null while nobody asks. */
  private List<Change> meanwhile;

  /** How many streams the person has; {@link Memberships} counts them. */
  int streams;

  Membership(String person, Memberships all) {
    this.person = person;
    this.all = all;
  }

  private static Membership nobody() {
    var nobody = new Membership("", null);
    nobody.set(Set.of());
    return nobody;
  }

  String person() {
    return person;
  }

  @Override
  public boolean contains(String channel) {
    var known = channels;
    return known != null && known.contains(channel);
  }

  /** Whether the person may see an event. Whoever leaves a channel sees that, and nothing later. */
  boolean maySee(Event event) {
    return maySee(event.channel(), event.restricted())
        || event.type().equals(MemberChanged.LEFT) && event.people().contains(person);
  }

  /**
   * Asks Redis unless the channels are known.
   *
   * @throws EventLog.AwayException if it does not answer
   */
  public void load() {
    if (channels == null) {
      synchronized (loading) {
        if (channels == null) {
          load(() -> all.read(person));
        }
      }
    }
  }

  /** Redis may have been asked before or after what the hub appends meanwhile. */
  private void load(Supplier<Set<String>> source) {
    var changes = new ArrayList<Change>();
    begin(changes);
    var read = new HashSet<>(source.get());
    end(changes, read);
  }

  private synchronized void begin(List<Change> changes) {
    meanwhile = changes;
  }

  private synchronized void end(List<Change> changes, Set<String> read) {
    if (meanwhile == changes) {
      changes.forEach(change -> change.applyTo(read));
      set(read);
    }
  }

  /** Replaces what is known, and what is being asked. */
  synchronized void set(Set<String> read) {
    channels = shared(read);
    meanwhile = null;
  }

  /** The person has joined a channel, or left it. */
  synchronized void change(String channel, boolean left) {
    var change = new Change(channel, left);
    if (meanwhile != null) {
      meanwhile.add(change);
    }
    if (channels != null) {
      var changed = new HashSet<>(channels);
      change.applyTo(changed);
      channels = shared(changed);
    }
  }

  /** The members of a channel have its name once: it takes ten times the memory of a reference. */
  private static Set<String> shared(Set<String> names) {
    return names.stream().map(String::intern).collect(toUnmodifiableSet());
  }
}
