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

/** A script in {@code src/main/resources/lua}, sent in full only if Redis does not have it yet. */
public final class LuaScript {

  private final String source;
  private final String sha;

  private LuaScript(String source) {
    this.source = source;
    this.sha = sha1(source);
  }

  /** Loads a script made of these files, such as {@code apply.lua}, in this order. */
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
   * @return its result: lists for tables, {@code Long} for numbers, {@code String} for strings
   * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer, or answers with
   *     an error
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
