package org.messageboard.view;

import java.time.Duration;
import java.util.List;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;
import org.messageboard.metrics.RedisMetrics;
import org.messageboard.metrics.RedisMetrics.Operation;
import org.messageboard.redis.LuaScript;
import redis.clients.jedis.UnifiedJedis;

/** Runs the scripts that read the view. All of them answer with the board's position first. */
final class Reads {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final UnifiedJedis redis;
  private final RedisMetrics metrics;
  private final HighWatermark highWatermark;

  Reads(UnifiedJedis redis, RedisMetrics metrics, HighWatermark highWatermark) {
    this.redis = redis;
    this.metrics = metrics;
    this.highWatermark = highWatermark;
  }

  /**
   * Returns what a script answers.
   *
   * @throws redis.clients.jedis.exceptions.JedisException if Redis does not answer
   * @throws ProblemException with status 503 if the view is incomplete, or lacks events that this
   *     server had seen before it asked; a consumer then reads them from Kafka again
   */
  List<?> run(Operation operation, LuaScript script, List<String> keys, List<String> arguments) {
    return metrics.measure(operation, () -> answer(script, keys, arguments));
  }

  private List<?> answer(LuaScript script, List<String> keys, List<String> arguments) {
    var seen = highWatermark.get();
    var answer = script.run(redis, keys, arguments);
    var at = new Position((String) answer.get(0), (Long) answer.get(1));
    if (at.number() < 0 || at.isBefore(seen)) {
      throw incomplete((String) answer.get(2));
    }
    return answer;
  }

  private static ProblemException incomplete(String left) {
    return new ProblemException(
        Problem.unavailable(
            "The board is being read from Kafka again"
                + (left.isEmpty() ? "." : "; about " + left + " records are left.")
                + " Ask again in a moment.",
            RETRY_AFTER));
  }

  /** The texts in an answer. */
  static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(String.class::cast).toList();
  }
}
