package org.messageboard.view;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** Redis as its subscribers see it: the connections that a test gives it, one after the other. */
final class FakePubSub extends UnifiedJedis {

  /** The channels of each subscription that was asked for. */
  final List<List<String>> subscribed = new ArrayList<>();

  /** How many subscriptions were given up in order. */
  int unsubscribed;

  /** Channels that the login may not subscribe to. */
  final Set<String> forbidden = new HashSet<>();

  private final Deque<Supplier<Connection>> connections = new ArrayDeque<>();
  private final Runnable stop;

  /**
   * @param stop run when nothing more comes over the last connection, or there is no other
   */
  FakePubSub(Runnable stop) {
    super(new Connection());
    this.stop = stop;
  }

  /** Adds a connection that breaks after these: what is published, and what the test does then. */
  void connection(Object... steps) {
    connections.add(() -> new Line(steps));
  }

  /** Adds an attempt to connect that fails. */
  void refuses(JedisException reason) {
    connections.add(
        () -> {
          throw reason;
        });
  }

  /** What is published on a channel. */
  static List<Object> published(String channel, byte[] message) {
    return List.of(bytes("message"), bytes(channel), message);
  }

  @Override
  public void subscribe(BinaryJedisPubSub subscription, byte[]... channels) {
    if (connections.isEmpty()) {
      stop.run();
    } else {
      subscription.proceed(connections.remove().get(), channels);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  /** A connection without a socket. */
  private final class Line extends Connection {

    private final Deque<Object> replies = new ArrayDeque<>();

    Line(Object... steps) {
      replies.addAll(List.of(steps));
    }

    @Override
    public void sendCommand(CommandArguments command) {
      var words = new ArrayList<String>();
      command.forEach(word -> words.add(new String(word.getRaw(), US_ASCII)));
      switch (words.get(0)) {
        case "SUBSCRIBE" -> subscribe(words.subList(1, words.size()));
        case "PING" -> replies.addFirst(List.of(bytes("pong"), bytes("")));
        default -> unsubscribe();
      }
    }

    private void subscribe(List<String> channels) {
      subscribed.add(channels);
      if (channels.stream().anyMatch(forbidden::contains)) {
        throw new JedisAccessControlException("NOPERM this user has no permissions");
      }
      for (int i = channels.size(); i > 0; i--) {
        replies.addFirst(List.of(bytes("subscribe"), bytes(channels.get(i - 1)), (long) i));
      }
    }

    private void unsubscribe() {
      unsubscribed++;
      replies.addFirst(List.of(bytes("unsubscribe"), bytes(RedisKeys.PUBSUB), 0L));
    }

    @Override
    public Object getUnflushedObject() {
      while (replies.peek() instanceof Runnable) {
        ((Runnable) replies.remove()).run();
      }
      if (replies.isEmpty() && connections.isEmpty()) {
        stop.run();
      }
      if (replies.isEmpty()) {
        throw new JedisConnectionException("broken");
      }
      return replies.remove();
    }

    @Override
    protected void flush() {}

    @Override
    public void setTimeoutInfinite() {}

    @Override
    public void rollbackTimeout() {}

    @Override
    public void close() {}
  }
}
