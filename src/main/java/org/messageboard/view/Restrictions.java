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

/**
 * Who must not do what, as moderators have decided. A server that has not read it since it started,
 * because Redis is away or incomplete, restricts nobody.
 */
@ApplicationScoped
public class Restrictions {

  @Inject ModerationReader store;

  /** Those of the newest restriction of each person, as Redis has it. */
  private final Remembered<Map<String, JsonObject>> all = new Remembered<>(Map.of(), this::read);

  /** Has the next call ask Redis again, because somebody was restricted, or no longer is. */
  public void changed() {
    all.changed();
  }

  /**
   * How somebody is restricted now. A moderator never is: whoever makes people moderators has to
   * take the role away.
   */
  public Optional<Restriction> of(Identity who) {
    var known = all.get();
    return known.isEmpty() || who.isModerator()
        ? Optional.empty()
        : Optional.ofNullable(known.get(who.person()))
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
    return Optional.ofNullable(all.get().get(person)).map(json -> json.getString("name"));
  }

  /** All restrictions that stand now, the newest first. */
  public List<JsonObject> standing() {
    return all.get().values().stream()
        .filter(json -> !Restriction.of(json).isOver())
        .sorted(comparing((JsonObject json) -> json.getString("timestamp")).reversed())
        .toList();
  }

  private Map<String, JsonObject> read() {
    return store.restrictions().stream()
        .collect(toUnmodifiableMap(json -> json.getString("person"), Function.identity()));
  }
}
