package org.messageboard.dev.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.messageboard.dev.StartException;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisURIHelper;

/** Sends one command to the board's Redis and prints the reply, much like {@code redis-cli}. */
final class RedisTool {

  /** After these commands, Redis keeps sending replies. */
  private static final Set<String> STREAMING = Set.of("SUBSCRIBE", "PSUBSCRIBE", "MONITOR");

  private static final int TIMEOUT_MILLIS = 5_000;

  private final PrintStream out;

  private RedisTool(PrintStream out) {
    this.out = out;
  }

  /**
   * @param args Maven's build directory, and the command as one string
   */
  public static void main(String[] args) {
    // Messages are UTF-8, whatever encoding the console claims to use
    var out = new PrintStream(System.out, true, UTF_8);
    try {
      var words = Words.of(args.length > 1 ? args[1] : "");
      if (words.isEmpty()) {
        throw new StartException(
            "Name a command: ./mvnw -q exec:exec@redis -Dargs=\"LRANGE messages 0 -1\"");
      }
      new RedisTool(out).run(new Addresses(Path.of(args[0])).redis(), words);
    } catch (StartException e) {
      out.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(String url, List<String> words) {
    try (var connection = connect(URI.create(url))) {
      var command = words.get(0).toUpperCase(Locale.ROOT);
      connection.sendCommand(command(command), words.stream().skip(1).toArray(String[]::new));
      print(connection.getOne(), 0);
      if (STREAMING.contains(command)) {
        connection.setTimeoutInfinite();
        while (true) {
          print(connection.getOne(), 0);
        }
      }
    } catch (JedisDataException e) {
      throw new StartException("(error) " + e.getMessage(), e);
    } catch (JedisConnectionException e) {
      throw Addresses.silent("Redis", url.replaceFirst("//.*@", "//"), "REDIS_URL");
    }
  }

  private static Connection connect(URI uri) {
    var config =
        DefaultJedisClientConfig.builder()
            .user(JedisURIHelper.getUser(uri))
            .password(JedisURIHelper.getPassword(uri))
            .database(JedisURIHelper.getDBIndex(uri))
            .sslOptions(JedisURIHelper.isRedisSSLScheme(uri) ? SslOptions.defaults() : null)
            .timeoutMillis(TIMEOUT_MILLIS)
            .resp2()
            .build();
    return new Connection(JedisURIHelper.getHostAndPort(uri), config);
  }

  private static ProtocolCommand command(String name) {
    return () -> name.getBytes(UTF_8);
  }

  /** Prints strings without quotes, and numbers the elements of a list. */
  private void print(Object reply, int indent) {
    if (reply instanceof List<?> list && !list.isEmpty()) {
      var width = Integer.toString(list.size()).length();
      for (int i = 0; i < list.size(); i++) {
        var number = "%" + width + "d) ";
        out.print((i == 0 ? "" : " ".repeat(indent)) + number.formatted(i + 1));
        print(list.get(i), indent + width + 2);
      }
    } else {
      out.println(text(reply));
    }
  }

  private static String text(Object reply) {
    if (reply instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    if (reply instanceof Long number) {
      return "(integer) " + number;
    }
    if (reply instanceof List<?>) {
      return "(empty array)";
    }
    return reply == null ? "(nil)" : reply.toString();
  }
}
