package org.messageboard.archive;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.messageboard.board.Identity;

/**
 * Legal holds: nothing of these channels and people may be removed.
 *
 * @param people their public ids
 */
record Holds(Set<String> channels, Set<String> people) {

  static final Holds NONE = new Holds(Set.of(), Set.of());

  static Holds read(Sql sql) throws SQLException {
    var names =
        sql
            .query(
                "SELECT kind, name FROM hold", row -> Map.entry(row.getString(1), row.getString(2)))
            .stream()
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toSet())));
    return new Holds(
        names.getOrDefault("channel", Set.of()), names.getOrDefault("person", Set.of()));
  }

  /**
   * Whether something of a channel must be kept.
   *
   * @param owner whose it is, or null
   */
  boolean cover(String channel, String owner) {
    return channels.contains(channel)
        || owner != null && !people.isEmpty() && people.contains(Identity.person(owner));
  }
}
