package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Message;
import org.messageboard.board.Position;
import org.messageboard.board.UnknownEvent;
import org.messageboard.metrics.Metrics;
import redis.clients.jedis.RedisClient;

/** A board in Redis to which a consumer applies random events, and a model of it. */
final class RandomBoard {

  private static final List<String> CHANNELS = List.of("general", "general", "news", "quiet");
  private static final int LOG = 100;

  private final RedisClient redis;
  private final Random random;
  private final HistoryModel model;
  private final ViewWriter writer;
  private String epoch;

  RandomBoard(RedisClient redis, long seed, int boardLength, int channelLength) {
    this.redis = redis;
    this.random = new Random(seed);
    this.model = new HistoryModel(boardLength, channelLength);
    var lengths = new Lengths(boardLength, channelLength, LOG, 10_000, 10);
    this.writer = new ViewWriter(redis, new Metrics().redis(), lengths);
    redis.configSet("stream-node-max-entries", "10");
  }

  HistoryModel model() {
    return model;
  }

  Random random() {
    return random;
  }

  /** Applies up to ten events, of which few are in the quiet channel. */
  void post() {
    var records = new ArrayList<ViewRecord>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      long offset = model.newest();
      records.add(new ViewRecord(0, offset - 1, offset, event(), ""));
    }
    var applied =
        epoch == null ? writer.applyFirst("t", records) : writer.apply("t", null, records);
    epoch = applied.position().epoch();
    model.trimLog(redis.xrange(RedisKeys.LOG, "-", "+", 1).get(0).getID().getTime());
  }

  private BoardEvent event() {
    int channels = random.nextInt(20) == 0 ? 4 : 3;
    var channel = CHANNELS.get(random.nextInt(channels));
    if (random.nextInt(6) == 0) {
      model.add(channel, null);
      return new UnknownEvent(
          channel, "\"type\":\"praised\",\"channel\":\"%s\"}".formatted(channel));
    }
    var author = random.nextInt(3) == 0 ? "Bob" : "Ada";
    return new Message(null, id(model.add(channel, author)), channel, author, "Hello", "t");
  }

  static String id(long number) {
    return "0b8f9a52-7d0e-4c6e-9d1a-%012d".formatted(number);
  }

  /** A channel to read, or null. */
  String channel() {
    return random.nextInt(3) == 0 ? null : CHANNELS.get(random.nextInt(4));
  }

  /** An author to read, or null. */
  String author() {
    return random.nextBoolean() ? null : "Bob";
  }

  String position(long number) {
    return new Position(epoch, number).toString();
  }
}
