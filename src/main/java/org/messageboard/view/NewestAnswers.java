package org.messageboard.view;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What many clients ask for, kept as it was answered: until this server has streamed another event,
 * and for a second at most, because another server may have streamed one before. While Redis is
 * away, what was answered last stands: it may lack messages, but has none that was edited or
 * deleted. Thread-safe.
 */
@ApplicationScoped
public class NewestAnswers {

  /** With {@link #MAX_BYTES} that is at most 8 MiB. */
  private static final int MOST = 64;

  private static final Problem NOT_THE_SAME =
      Problem.of(412, "This answer has another ETag than If-Match. Ask without that header.");

  private static final int MAX_BYTES = 128 * 1024;
  private static final long KEPT = Duration.ofSeconds(1).toNanos();

  /**
   * An answer.
   *
   * @param position the board's position that it belongs to
   * @param people the subjects who get another one; null if they are too many to tell
   * @param asked when Redis was asked, as {@link System#nanoTime}
   * @param tag for {@code ETag}: tells it from another position's, and from what somebody else gets
   *     at this one
   */
  public record Answer(Position position, Set<String> people, byte[] json, long asked, String tag) {

    public Answer(Position position, Set<String> people, byte[] json, long asked) {
      this(position, people, json, asked, tag(position, json));
    }

    private static String tag(Position position, byte[] json) {
      var sum = new CRC32();
      sum.update(json);
      return position + "-" + Long.toHexString(sum.getValue());
    }

    private boolean isFor(String reader) {
      return reader == null || people != null && !people.contains(reader);
    }

    private boolean isOld() {
      return System.nanoTime() - asked >= KEPT;
    }

    /**
     * The answer over HTTP: 304 for a client that has it, and 412 for one that wants only what it
     * has (RFC 9110, section 13.1.1). No cache keeps it, because what is deleted shall be gone. It
     * has an {@code Age} in seconds (RFC 9111, section 5.1) only if it is so old because Redis is
     * away.
     */
    public Response toResponse(Request request) {
      var entity = new EntityTag(tag, true);
      var notModified = request.evaluatePreconditions(entity);
      var response = notModified == null ? Response.ok(json) : notModified;
      if (isOld()) {
        response.header("Age", Duration.ofNanos(System.nanoTime() - asked).toSeconds());
      }
      var answer = response.tag(entity).header("Cache-Control", "no-store").build();
      boolean isRefused = answer.getStatus() == NOT_THE_SAME.status();
      return isRefused ? NOT_THE_SAME.toResponse() : answer;
    }
  }

  private final Map<Object, Answer> answers =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MOST, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Answer> eldest) {
              return size() > MOST;
            }
          });

  @Inject HighWatermark seen;

  /** How often all was forgotten; guarded by {@link #answers}. */
  private long forgotten;

  /** Another event than a new message was streamed, or an unknown one. */
  public void forget() {
    synchronized (answers) {
      forgotten++;
      answers.clear();
    }
  }

  /**
   * The answer for somebody; empty if that is one of their own.
   *
   * @param question what is asked; equal questions have equal answers
   * @param reader the subject of who asks, or null
   * @param source asks Redis; fails as {@link ViewReader} does
   */
  public Optional<Answer> get(Object question, String reader, Supplier<Answer> source) {
    var known = answers.get(question);
    if (known != null && (isCurrent(known) || !known.isFor(reader))) {
      return Optional.of(known).filter(answer -> answer.isFor(reader));
    }
    long before = forgotten();
    try {
      var answer = source.get();
      keep(question, answer, before);
      return Optional.of(answer).filter(read -> read.isFor(reader));
    } catch (JedisException | FaultToleranceException e) {
      return Optional.of(known(question, e));
    }
  }

  private long forgotten() {
    synchronized (answers) {
      return forgotten;
    }
  }

  private void keep(Object question, Answer answer, long before) {
    synchronized (answers) {
      if (forgotten == before && answer.json().length <= MAX_BYTES) {
        answers.put(question, answer);
      }
    }
  }

  /**
   * What was answered last, for anybody: Redis is away.
   *
   * @param away thrown if there is nothing
   */
  public Answer known(Object question, RuntimeException away) {
    var known = answers.get(question);
    if (known == null) {
      throw away;
    }
    return known;
  }

  private boolean isCurrent(Answer answer) {
    var newest = seen.get();
    var at = answer.position();
    return newest != null
        && newest.epoch().equals(at.epoch())
        && newest.number() <= at.number()
        && !answer.isOld();
  }
}
