package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import org.messageboard.client.Request;
import org.messageboard.it.Board;

/**
 * Sends one request after the other, each made from the seed and its number alone, and has the
 * answers judged. Several threads may run the same one.
 */
final class Fuzzer implements Runnable {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);
  private static final int RAW_PERCENT = 5;
  private static final int SOCKET_PERCENT = 3;

  private final InetSocketAddress server;
  private final List<Operation> operations;
  private final Existing existing;
  private final List<String> callers;
  private final Judge judge;
  private final long seed;
  private final long requests;
  private final long end;
  private final AtomicLong next = new AtomicLong();
  private final ConcurrentMap<String, Sent> taken = new ConcurrentHashMap<>();

  /**
   * @param existing what the board has
   * @param callers header lines of who asks, or ""; whoever posts is the first
   * @param requests how many to send in all, if there is the time
   * @param longest how long it may take
   */
  Fuzzer(
      InetSocketAddress server,
      List<Operation> operations,
      Existing existing,
      List<String> callers,
      Judge judge,
      long seed,
      long requests,
      Duration longest) {
    this.server = server;
    this.operations = operations;
    this.existing = existing;
    this.callers = callers;
    this.judge = judge;
    this.seed = seed;
    this.requests = requests;
    this.end = System.nanoTime() + longest.toNanos();
  }

  /** How many requests there was the time for. */
  long sent() {
    return Math.min(next.get(), requests);
  }

  /** What was answered with 202, by id. */
  Map<String, Sent> taken() {
    return taken;
  }

  @Override
  public void run() {
    try (var line = new Line(server, ANSWER_LIMIT)) {
      while (System.nanoTime() < end && next.get() < requests) {
        long n = next.getAndIncrement();
        send(n, Pick.of(seed, n), line);
      }
    } catch (IOException | RuntimeException e) {
      judge.find(next.get(), "the fuzzer failed: " + e);
    }
  }

  private void send(long number, Pick pick, Line line) throws IOException {
    if (pick.percent(RAW_PERCENT)) {
      sendRaw(number, new BrokenFrames(pick).bytes(), line);
    } else if (pick.percent(SOCKET_PERCENT)) {
      var handshake = SocketFrames.handshake(pick, pick.one(callers));
      var frames = new SocketFrames(pick, new FittingBody(pick, existing)).bytes();
      sendOverSocket(number, handshake, frames, line);
    } else {
      send(number, new Attempts(operations, existing, callers, pick).next(), line);
    }
  }

  private void send(long number, Attempt attempt, Line line) throws IOException {
    try {
      var answer = line.ask(attempt.request());
      judge.judge(number, attempt, answer);
      if (answer.status() == 202 && attempt.isPost()) {
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

  private void sendOverSocket(long number, Request handshake, byte[] frames, Line line)
      throws IOException {
    try {
      judge.judgeSocket(number, frames, line.exchange(handshake, frames));
    } catch (SocketTimeoutException e) {
      judge.find(number, "a socket was not closed within " + ANSWER_LIMIT);
    } catch (SocketException e) {
      judge.count("socket: reset");
    } finally {
      line.close();
    }
  }

  private void take(long number, Attempt attempt, Answer answer) {
    var sent = attempt.body() == null ? null : Sent.read(attempt.body()).orElse(null);
    var message = Board.json(answer.text());
    var stored = Sent.of(message);
    if (sent == null || !sent.isStoredAs(stored, isSignedIn(attempt))) {
      judge.find(number, "taken as something else: " + sent + " -> " + answer.text());
    } else if (taken.put(message.getString("id"), stored) != null) {
      judge.find(number, "An id was given twice: " + answer.text());
    }
  }

  private boolean isSignedIn(Attempt attempt) {
    var head = new String(attempt.request().bytes(), ISO_8859_1);
    return callers.stream().anyMatch(caller -> !caller.isEmpty() && head.contains(caller));
  }
}
