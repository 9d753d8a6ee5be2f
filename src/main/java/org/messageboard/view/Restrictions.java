package org.messageboard.view;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toUnmodifiableMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.messageboard.board.Identity;
import org.messageboard.board.Restriction;
import org.messageboard.http.ProblemException;

/**
 * Who must not do what, as moderators have decided. A server that has not read it since it started
 * restricts nobody; {@link #basis} says why it has not.
 */
@ApplicationScoped
public class Restrictions {

  /** What a server knows of the restrictions. */
  public enum Basis {
    /** Nothing, because Redis is away. */
    AWAY,
    /** Nothing, because Redis is being filled. */
    FILLING,
    /** Nothing, because Redis is empty: the board is new, or Redis was lost. */
    EMPTY,
    /** All of them. */
    KNOWN
  }

  /**
   * @param newest the newest restriction of each person
   */
  private record Known(Basis basis, Map<String, JsonObject> newest) {}

  @Inject ModerationReader store;

  private volatile Known known = new Known(Basis.AWAY, Map.of());
  private final Remembered<Known> all = new Remembered<>(known, this::read);

  /** Has the next call ask Redis again, because somebody was restricted, or no longer is. */
  public void changed() {
    all.changed();
  }

  /**
   * How somebody is restricted now. A moderator never is: whoever makes people moderators has to
   * take the role away.
   */
  public Optional<Restriction> of(Identity who) {
    var newest = all.get().newest();
    return newest.isEmpty() || who.isModerator()
        ? Optional.empty()
        : Optional.ofNullable(newest.get(who.person()))
            .map(Restriction::of)
            .filter(restriction -> !restriction.isOver());
  }

  /** Whether somebody may do nothing here. */
  public boolean isBanned(Identity who) {
    return of(who).filter(Restriction::isBan).isPresent();
  }

  /**
   * Who may do nothing here, by their public ids, and since when: in seconds since 1970, rounded
   * up.
   */
  public Map<String, Long> bans() {
    return standing().stream()
        .filter(json -> Restriction.of(json).isBan())
        .collect(toUnmodifiableMap(json -> json.getString("person"), Restrictions::since));
  }

  private static long since(JsonObject json) {
    return Instant.parse(json.getString("timestamp")).getEpochSecond() + 1;
  }

  /** The name of somebody who is restricted, or was a while ago. */
  public Optional<String> nameOf(String person) {
    return Optional.ofNullable(all.get().newest().get(person)).map(json -> json.getString("name"));
  }

  /** All restrictions that stand now, the newest first. */
  public List<JsonObject> standing() {
    return all.get().newest().values().stream()
        .filter(json -> !Restriction.of(json).isOver())
        .sorted(comparing((JsonObject json) -> json.getString("timestamp")).reversed())
        .toList();
  }

  /** What this server knows; as of now if Redis lacked it before. */
  public Basis basis() {
    var basis = all.get().basis();
    if (basis == Basis.FILLING || basis == Basis.EMPTY) {
      all.changed();
      basis = all.get().basis();
    }
    return basis;
  }

  /** What was known stands until Redis has everything again. */
  private Known read() {
    var read = ask();
    if (read.basis() == Basis.KNOWN || known.basis() != Basis.KNOWN) {
      known = read;
    }
    return known;
  }

  private Known ask() {
    try {
      var answer = store.restrictions();
      return new Known(
          answer.nothing() ? Basis.EMPTY : Basis.KNOWN,
          answer.newest().stream()
              .collect(toUnmodifiableMap(json -> json.getString("person"), Function.identity())));
    } catch (ProblemException e) {
      return new Known(Basis.FILLING, Map.of());
    }
  }
}
