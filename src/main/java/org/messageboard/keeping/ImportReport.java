package org.messageboard.keeping;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an import did. */
final class ImportReport {

  /** What is counted. */
  enum Count {
    MESSAGES,
    EDITS,
    DELETIONS,
    REACTIONS,
    CHANNELS,
    /** Messages that were there. */
    UNCHANGED,
    SKIPPED
  }

  /** Maximum number of reasons that are told. */
  private static final int MOST = 100;

  /**
   * @param where a line, or a message of a file
   */
  private record Skip(String where, String why) {}

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);
  private final List<Skip> skips = new ArrayList<>();

  void add(Count count) {
    counts.merge(count, 1L, Long::sum);
  }

  void skip(String where, String why) {
    add(Count.SKIPPED);
    if (skips.size() < MOST) {
      skips.add(new Skip(where, why));
    }
  }

  JsonObject toJson() {
    var json = Json.createObjectBuilder();
    for (var count : Count.values()) {
      json.add(count.name().toLowerCase(Locale.ROOT), counts.getOrDefault(count, 0L));
    }
    var reasons = Json.createArrayBuilder();
    skips.forEach(
        skip ->
            reasons.add(
                Json.createObjectBuilder().add("where", skip.where()).add("why", skip.why())));
    return json.add("reasons", reasons).build();
  }
}
