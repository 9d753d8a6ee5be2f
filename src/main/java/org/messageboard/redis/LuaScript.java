package org.messageboard.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A script of {@code src/main/resources/lua}, sent whole only when Redis does not know it yet. */
public final class LuaScript {

  private final String source;
  private final String sha;

  private LuaScript(String source) {
    this.source = source;
    this.sha = sha1(source);
  }

  /** Reads a script of these files, such as {@code apply.lua}, one after the other. */
  public static LuaScript named(String... names) {
    return new LuaScript(Stream.of(names).map(LuaScript::text).collect(joining()));
  }

  private static String text(String name) {
    try (var in = LuaScript.class.getResourceAsStream("/lua/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("The WAR has no script " + name + ".");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + name + " cannot be read.", e);
    }
  }

  /**
   * Runs the script.
   *
   * @return what it returns; a table is a list, a number a {@code Long}, a string a {@code String}
   * @throws redis.clients.jedis.exceptions.JedisException when Redis is away or refuses
   */
  public List<?> run(UnifiedJedis redis, List<String> keys, List<String> arguments) {
    try {
      return (List<?>) redis.evalsha(sha, keys, arguments);
    } catch (JedisNoScriptException e) {
      return (List<?>) redis.eval(source, keys, arguments);
    }
  }

  private static String sha1(String source) {
    try {
      var digest = MessageDigest.getInstance("SHA-1").digest(source.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no SHA-1, which every JVM must have.", e);
    }
  }
}
