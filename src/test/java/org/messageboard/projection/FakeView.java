package org.messageboard.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Position;
import org.messageboard.view.Applied;
import org.messageboard.view.Applied.Result;
import org.messageboard.view.Applied.State;
import org.messageboard.view.ViewRecord;
import org.messageboard.view.ViewWriter;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** The view in memory: it takes and refuses records as the scripts do, and keeps no lists. */
class FakeView extends ViewWriter {

  /** The texts of the messages, in the order in which they were applied. */
  final List<String> messages = new ArrayList<>();

  /** Those that were published. */
  final List<String> published = new ArrayList<>();

  /** The newest position that the last caller knew. */
  Position known;

  /** The token of the repair under way, or null, and how long it has given no sign of life. */
  String repair;

  Duration silent = Duration.ZERO;

  /** How many records the repair had still to read when it filled in some last. */
  long left;

  /** How many records repairs have given. */
  int filled;

  boolean away;

  private final List<String> calls;
  private final Map<String, Map<Integer, Long>> offsets = new HashMap<>();
  private final Set<String> ids = new HashSet<>();
  private Position position = new Position("", 0);
  private boolean lost;

  /**
   * @param calls gets a word for each call
   */
  FakeView(List<String> calls) {
    super(null, null, null);
    this.calls = calls;
  }

  Position position() {
    return position;
  }

  /** Loses all records, and knows neither that it did nor that a repair has. */
  void loseRecords() {
    position = new Position(position.epoch(), 0);
    messages.clear();
    offsets.clear();
    ids.clear();
  }

  /** Loses everything, and that there was anything. */
  void wipe() {
    loseRecords();
    position = new Position("", 0);
    lost = false;
    repair = null;
  }

  @Override
  public Applied apply(String topicId, Position newest, List<ViewRecord> records) {
    call("apply");
    look(newest);
    return state() == State.WHOLE ? take(topicId, records, true) : answer();
  }

  @Override
  public Applied applyFirst(String topicId, List<ViewRecord> records) {
    call("applyFirst");
    if (state() == State.EMPTY) {
      position = new Position(newEpoch(), 0);
    }
    return state() == State.WHOLE ? take(topicId, records, true) : answer();
  }

  @Override
  public boolean fill(String token, String topicId, long stillLeft, List<ViewRecord> records) {
    call("fill");
    left = stillLeft;
    filled += records.size();
    return token.equals(repair) && !take(topicId, records, false).has(Result.GAP);
  }

  @Override
  public Applied look(Position newest, int channel, int channels) {
    call("look");
    look(newest);
    return answer();
  }

  @Override
  public Begun beginRepair(String token, String epoch, Duration silence) {
    call("begin");
    if (!position.epoch().equals(epoch)) {
      return Begun.OVER;
    }
    if (repair != null && !repair.equals(token) && silent.compareTo(silence) < 0) {
      return Begun.ANOTHERS;
    }
    repair = token;
    return Begun.CALLERS;
  }

  @Override
  public boolean endRepair(String token) {
    call("end");
    if (!token.equals(repair)) {
      return false;
    }
    position = new Position(token, position.number());
    lost = false;
    repair = null;
    return true;
  }

  @Override
  public Map<Integer, Long> offsets(String topicId) {
    call("offsets");
    return Map.copyOf(stored(topicId));
  }

  private void call(String name) {
    calls.add(name);
    if (away) {
      throw new JedisConnectionException("of a test");
    }
  }

  private void look(Position newest) {
    known = newest;
    lost |= position.isBefore(newest);
  }

  private State state() {
    if (lost || repair != null) {
      return State.LACKING;
    }
    return position.epoch().isEmpty() ? State.EMPTY : State.WHOLE;
  }

  private Applied answer() {
    return new Applied(position, state(), List.of());
  }

  private Applied take(String topicId, List<ViewRecord> records, boolean publishes) {
    var results = new ArrayList<Result>();
    for (var record : records) {
      var result = take(stored(topicId), record);
      results.add(result);
      if (result == Result.APPLIED) {
        add((Message) record.event(), publishes);
      }
    }
    return new Applied(position, state(), results);
  }

  private Result take(Map<Integer, Long> stored, ViewRecord record) {
    long last = stored.getOrDefault(record.partition(), -1L);
    if (record.offset() <= last) {
      return Result.OFFSET_KNOWN;
    }
    if (record.before() > last) {
      return Result.GAP;
    }
    stored.put(record.partition(), record.offset());
    if (record.event() instanceof Edited) {
      return Result.WITHOUT_EFFECT; // nobody owns the tests' messages
    }
    return record.event() instanceof Message message && ids.add(message.id())
        ? Result.APPLIED
        : Result.MESSAGE_KNOWN;
  }

  private void add(Message message, boolean publishes) {
    position = new Position(position.epoch(), position.number() + 1);
    messages.add(message.content());
    if (publishes) {
      published.add(message.content());
    }
  }

  private Map<Integer, Long> stored(String topicId) {
    return offsets.computeIfAbsent(topicId, id -> new HashMap<>());
  }
}
