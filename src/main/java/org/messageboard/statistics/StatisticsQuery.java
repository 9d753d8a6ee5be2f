package org.messageboard.statistics;

import static java.util.Comparator.comparingLong;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Rooms;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;

/**
 * What somebody wants to know.
 *
 * @param channel null for all channels that they may see
 * @param from the begin of the first window
 * @param to windows that begin then or later are left out
 */
record StatisticsQuery(String channel, Step step, Instant from, Instant to) {

  /** How many of the busiest channels an answer has. */
  private static final int BUSIEST = 10;

  /**
   * The query of a request, whose parameters may be null. A period that begins before the
   * statistics do is cut.
   *
   * @throws ProblemException with status 400, listing every invalid parameter
   */
  static StatisticsQuery of(String channel, String from, String to, String step, Instant now) {
    var errors = new ArrayList<FieldError>();
    if (channel != null && !ChannelName.isValid(channel)) {
      errors.add(new FieldError("channel", ChannelName.RULE));
    }
    var size = step == null ? Step.HOUR : Step.of(step).orElse(null);
    if (size == null) {
      errors.add(new FieldError("step", "step must be minute, hour or day."));
      size = Step.HOUR;
    }
    var end = time("to", to, now, errors);
    var usual = size.window(end).minus(size.usual()).plus(size.size());
    var begin = time("from", from, usual, errors);
    if (errors.isEmpty() && !begin.isBefore(end)) {
      errors.add(new FieldError("from", "from must be before to."));
    }
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.of(400, errors));
    }
    var first = size.window(now).minus(size.kept()).plus(size.size());
    var cut = size.window(begin.isBefore(first) ? first : begin);
    return new StatisticsQuery(channel, size, cut, end.isAfter(now) ? now : end);
  }

  private static Instant time(
      String name, String value, Instant otherwise, List<FieldError> errors) {
    try {
      return value == null
          ? otherwise
          : Instant.parse(value.length() == 10 ? value + "T00:00:00Z" : value);
    } catch (DateTimeException e) {
      var rule = name + " must be a date or a time in UTC, such as 2026-03-01.";
      errors.add(new FieldError(name, rule));
      return otherwise;
    }
  }

  /** The answer as JSON, with what somebody who is in these rooms may see. */
  String answer(StatisticsRows rows, Rooms rooms) {
    var windows = new TreeMap<Instant, Tally>();
    var channels = new HashMap<String, Tally>();
    rows.between(step, from, to)
        .forEach(
            (begin, tallies) ->
                tallies.forEach(
                    (name, tally) -> {
                      if (channel == null ? rooms.maySee(name) : name.equals(channel)) {
                        windows.merge(begin, tally, Tally::and);
                        channels.merge(name, tally, Tally::and);
                      }
                    }));
    return json(windows, channels);
  }

  private String json(TreeMap<Instant, Tally> windows, Map<String, Tally> channels) {
    var points = Json.createArrayBuilder();
    for (var begin = from; begin.isBefore(to); begin = begin.plus(step.size())) {
      var point = Json.createObjectBuilder().add("time", begin.toString());
      points.add(members(point, windows.getOrDefault(begin, Tally.NOTHING)));
    }
    var all = windows.values().stream().reduce(Tally.NOTHING, Tally::and);
    var answer =
        Json.createObjectBuilder()
            .add("step", step.label())
            .add("from", from.toString())
            .add("to", to.toString())
            .add("total", members(Json.createObjectBuilder(), all))
            .add("points", points);
    if (channel == null) {
      var busiest = Json.createArrayBuilder();
      channels.entrySet().stream()
          .sorted(
              comparingLong((Map.Entry<String, Tally> entry) -> -entry.getValue().activity())
                  .thenComparing(Map.Entry.comparingByKey()))
          .limit(BUSIEST)
          .forEach(
              entry ->
                  busiest.add(
                      members(
                          Json.createObjectBuilder().add("channel", entry.getKey()),
                          entry.getValue())));
      answer.add("channels", busiest);
    } else {
      answer.add("channel", channel);
    }
    return answer.build().toString();
  }

  private static JsonObjectBuilder members(JsonObjectBuilder json, Tally tally) {
    json.add("posts", tally.posts())
        .add("edits", tally.edits())
        .add("reactions", tally.reactions())
        .add("people", tally.people().count())
        .add("answered", tally.responses().count());
    tally.responses().median().ifPresent(seconds -> json.add("responseSeconds", seconds));
    return json;
  }
}
