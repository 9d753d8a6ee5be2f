package org.messageboard.limits;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.messageboard.client.Answer;
import org.messageboard.client.Line;
import org.messageboard.it.Board;

/**
 * Sends one request after the other, each made from the seed and its number alone, and has the
 * answers judged. Several threads may run the same one.
 */
final class Fuzzer implements Runnable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);
  private static final int RAW_PERCENT = 5;

  private final InetSocketAddress server;
  private final List<Operation> operations;
  private final Judge judge;
  private final long seed;
  private final long requests;
  private final AtomicLong next = new AtomicLong();
  private final ConcurrentMap<String, Sent> taken = new ConcurrentHashMap<>();

  /**
   * @param requests how many to send in all
   */
  Fuzzer(
      InetSocketAddress server, List<Operation> operations, Judge judge, long seed, long requests) {
    this.server = server;
    this.operations = operations;
    this.judge = judge;
    this.seed = seed;
    this.requests = requests;
  }

  /** What was answered with 202, by id. */
  Map<String, Sent> taken() {
    return taken;
  }

  @Override
  public void run() {
    try (var line = new Line(server, ANSWER_LIMIT)) {
      for (long n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
        var pick = Pick.of(seed, n);
        if (pick.percent(RAW_PERCENT)) {
          sendRaw(n, new BrokenFrames(pick).bytes(), line);
        } else {
          send(n, new Attempts(operations, pick).next(), line);
        }
      }
    } catch (IOException | RuntimeException e) {
      judge.find(next.get(), "the fuzzer failed: " + e);
    }
  }

  private void send(long number, Attempt attempt, Line line) throws IOException {
    try {
      var answer = line.ask(attempt.request());
      judge.judge(number, attempt, answer);
      if (answer.status() == 202) {
        take(number, attempt, answer);
      }
    } catch (SocketTimeoutException e) {
      judge.unanswered(number, attempt, ANSWER_LIMIT);
      line.close();
    } catch (ProtocolException e) {
      judge.find(number, attempt.target() + " was not answered with HTTP: " + e.getMessage());
    } catch (EOFException | SocketException e) {
      judge.count("closed without an answer");
      if (attempt.mustBeTaken()) {
        judge.find(number, "A good post was not answered: " + e);
      }
    }
  }

  private void sendRaw(long number, byte[] bytes, Line line) throws IOException {
    try {
      judge.judgeRaw(number, bytes, line.exchange(bytes));
    } catch (SocketTimeoutException e) {
      judge.count("not HTTP: held for " + ANSWER_LIMIT);
    } catch (SocketException e) {
      judge.count("not HTTP: reset");
    } finally {
      line.close();
    }
  }

  private void take(long number, Attempt attempt, Answer answer) {
    var sent = attempt.body() == null ? null : Sent.read(attempt.body()).orElse(null);
    var message = Board.json(answer.text());
    if (sent == null || !sent.equals(Sent.of(message))) {
      judge.find(number, "taken as something else: " + sent + " -> " + answer.text());
    } else if (taken.put(message.getString("id"), sent) != null) {
      judge.find(number, "An id was given twice: " + answer.text());
    }
  }
}
