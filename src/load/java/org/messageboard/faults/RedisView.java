package org.messageboard.faults;

import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.messageboard.it.Board;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.RedisClient;

/**
 * The board's Redis, seen and disturbed from outside.
 *
 * @param url tells where it is, at this moment
 */
record RedisView(Supplier<String> url) {

  RedisView(String url) {
    this(() -> url);
  }

  /** The list of the board's newest messages, newest first. */
  List<Delivery> board() {
    return ask(
        redis ->
            redis.lrange("messages", 0, -1).stream()
                .map(json -> Delivery.of(Board.json(json), 0, 0))
                .toList());
  }

  /** The messages in that list as they are there, by id, and the settings of channels. */
  Map<String, Version> versions() {
    var versions =
        ask(
            redis ->
                redis.lrange("messages", 0, -1).stream()
                    .map(Board::json)
                    .collect(toMap(message -> message.getString("id"), Version::of)));
    ask(redis -> redis.hgetAll("{messages}:settings"))
        .forEach(
            (name, settings) ->
                versions.put(
                    Version.channelId(name), Version.ofChannel(Board.json("{" + settings + "}"))));
    return versions;
  }

  /** The messages in the log that streams resume from, oldest first. */
  List<Delivery> log() {
    return ask(
        redis ->
            redis.xrange("{messages}:log", "-", "+").stream()
                .map(entry -> Board.json(entry.getFields().get("m")))
                .filter(event -> !event.containsKey("type"))
                .map(message -> Delivery.of(message, 0, 0))
                .toList());
  }

  /** The newest number given. */
  long newest() {
    return ask(redis -> Long.parseLong(redis.hget("{messages}:state", "n")));
  }

  String version() {
    return ask(redis -> redis.info("server"))
        .lines()
        .filter(line -> line.startsWith("redis_version:"))
        .map(line -> line.substring(line.indexOf(':') + 1))
        .findFirst()
        .orElse("of unknown version");
  }

  void flushAll() {
    ask(RedisClient::flushAll);
  }

  /** Deletes some of the board's keys, as a person's slip does. */
  void deleteSome() {
    ask(redis -> redis.del("messages", "{messages}:state"));
  }

  /**
   * Cuts all connections of this type but its own.
   *
   * @param type as {@code CLIENT KILL TYPE} takes it
   */
  void killClients(String type) {
    ask(
        redis ->
            redis.executeCommand(
                new CommandArguments(Protocol.Command.CLIENT).add("KILL").add("TYPE").add(type)));
  }

  private <T> T ask(Function<RedisClient, T> question) {
    try (var redis = RedisClient.create(url.get())) {
      return question.apply(redis);
    }
  }
}
