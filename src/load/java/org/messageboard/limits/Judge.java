package org.messageboard.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.messageboard.client.Answer;

/** Looks at every answer for what no answer may have. Thread-safe. */
final class Judge {

  private static final int MOST_SHOWN = 400;

  /** What tells a stranger what the server is made of. */
  private static final Pattern INSIDES =
      Pattern.compile(
          "\\bat [\\w.$/]+\\([\\w.]+(:\\d+)?\\)|Exception\\b|Throwable|\\bCaused by\\b"
              + "|\\b(java|javax|jakarta|sun|com\\.ibm|io\\.openliberty|org\\.(jboss|apache"
              + "|eclipse|messageboard))\\.[\\w.]*[A-Z]\\w+"
              + "|RESTEASY|Liberty|WebSphere|Servlet/\\d|\\$WSEP",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern ANSWERS =
      Pattern.compile("\"type\":\"answer\"[^{]*?\"status\":(\\d+)");

  private static final Pattern SENTENCE =
      Pattern.compile("\"detail\":\"[^\"]+(\\\\.[^\"]*)*[.?!][^\"]*\"");

  /** A page of the server's own makers, which names them. */
  private static final String FOREIGN_PAGE = "/openapi/ui";

  /**
   * An address that Liberty refuses before the board is asked, with a media type over which its own
   * error page then stumbles: 500, and the index at which it did.
   */
  private static final Pattern UNFIXED =
      Pattern.compile(
          "[\\s\\S]*/[^ ]*%(2f|5c|2e|25)[^ ]* HTTP/[\\s\\S]*charset=\"\\s[\\s\\S]*",
          Pattern.CASE_INSENSITIVE);

  /** The answers to each operation, by status. */
  private final Map<String, AtomicLong> answered = new ConcurrentSkipListMap<>();

  private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
  private final Queue<String> findings = new ConcurrentLinkedQueue<>();

  /** Counts an answer of this kind. */
  void count(String kind) {
    counts.computeIfAbsent(kind, k -> new AtomicLong()).incrementAndGet();
  }

  void find(long number, String what) {
    findings.add("request " + number + ": " + what);
  }

  Queue<String> findings() {
    return findings;
  }

  Map<String, Long> counts() {
    return numbers(counts);
  }

  /** How often each operation was answered with each status: {@code PUT /api/... 202}. */
  Map<String, Long> answered() {
    return numbers(answered);
  }

  private static Map<String, Long> numbers(Map<String, AtomicLong> counts) {
    var all = new TreeMap<String, Long>();
    counts.forEach((kind, count) -> all.put(kind, count.get()));
    return all;
  }

  /** Judges the answer to a request whose frame was right. */
  void judge(long number, Attempt attempt, Answer answer) {
    count(kind(attempt, answer));
    if (attempt.operation() != null) {
      var key = attempt.operation() + " " + answer.status();
      answered.computeIfAbsent(key, k -> new AtomicLong()).incrementAndGet();
    }
    if (answer.status() == 500 && isUnfixed(attempt, answer)) {
      count("a page of Liberty's that fails by itself");
      return;
    }
    boolean foreign = answer.status() == 200 && attempt.target().contains(FOREIGN_PAGE);
    var text = answer.headers() + (foreign ? "" : new String(answer.bytes(), ISO_8859_1));
    lookForInsides(number, shown(attempt), text);
    boolean mayFail = isUnknownMethod(attempt, answer) || isBusy(attempt, answer);
    if (answer.status() >= 500 && !mayFail) {
      find(number, shown(attempt) + " -> " + shown(answer.toString()));
    }
    if (attempt.operation() != null && isNoHttp(answer)) {
      count("refused by Liberty as no HTTP");
    } else if (attempt.operation() != null && answer.status() >= 400 && !isProblem(answer)) {
      find(number, shown(attempt) + " -> no problem: " + shown(answer.toString()));
    }
    if (attempt.mustBeTaken() && answer.status() != 202) {
      find(number, "refused: " + shown(attempt) + " -> " + shown(answer.toString()));
    }
  }

  void unanswered(long number, Attempt attempt, Duration limit) {
    find(number, shown(attempt) + " was not answered within " + limit);
  }

  /** Judges what came back for bytes that are no request. */
  void judgeRaw(long number, byte[] sent, byte[] received) {
    var text = new String(received, ISO_8859_1);
    var status = text.startsWith("HTTP/1.") ? text.substring(9, Math.min(12, text.length())) : "";
    count("not HTTP: " + (text.isEmpty() ? "closed" : status));
    lookForInsides(number, shown(new String(sent, ISO_8859_1)), text);
    if (status.startsWith("5") && !status.equals("501") && !status.equals("505")) {
      find(number, shown(new String(sent, ISO_8859_1)) + " -> " + shown(text));
    }
  }

  /** Judges what came over a WebSocket, or instead of one. */
  void judgeSocket(long number, byte[] sent, byte[] received) {
    var text = new String(received, ISO_8859_1);
    var status = text.startsWith("HTTP/1.") ? text.substring(9, Math.min(12, text.length())) : "";
    count("socket: " + (text.isEmpty() ? "closed" : status));
    lookForInsides(number, shown(new String(sent, ISO_8859_1)), text);
    if (status.startsWith("5")) {
      find(number, "socket " + shown(new String(sent, ISO_8859_1)) + " -> " + shown(text));
    }
    ANSWERS.matcher(text).results().forEach(answer -> judgeOrder(number, answer.group(1), text));
  }

  private void judgeOrder(long number, String status, String text) {
    count("socket: answer " + status);
    if (status.startsWith("5")) {
      find(number, "an order over a socket -> " + shown(text));
    }
  }

  private static boolean isUnfixed(Attempt attempt, Answer answer) {
    var head =
        new String(attempt.request().bytes(), ISO_8859_1).replaceFirst("\r\n\r\n[\\s\\S]*", " ");
    return UNFIXED.matcher(head + " ").matches() && answer.text().contains("SRVE0232E");
  }

  /** Whether it says when to ask again, as its description says that it may. */
  private static boolean isBusy(Attempt attempt, Answer answer) {
    return answer.status() == 503
        && attempt.operation() != null
        && attempt.operation().mayBeAway()
        && answer.headers().containsKey("retry-after");
  }

  /**
   * Whether Liberty refused the request's line or a header before anybody was asked, and closed the
   * connection.
   */
  private static boolean isNoHttp(Answer answer) {
    return answer.status() == 400
        && "close".equalsIgnoreCase(answer.headers().get("connection"))
        && !answer.headers().getOrDefault("content-type", "").contains("problem");
  }

  /** Whether it says in a sentence what is wrong (RFC 9457). */
  private static boolean isProblem(Answer answer) {
    var type = answer.headers().getOrDefault("content-type", "");
    return type.startsWith("application/problem+json") && SENTENCE.matcher(answer.text()).find();
  }

  /** RFC 9110, section 15.6.2. */
  private static boolean isUnknownMethod(Attempt attempt, Answer answer) {
    var method = new String(attempt.request().bytes(), ISO_8859_1).replaceFirst(" [\\s\\S]*", "");
    return answer.status() == 501
        && !method.matches("GET|HEAD|POST|PUT|DELETE|PATCH|OPTIONS|TRACE");
  }

  private void lookForInsides(long number, String asked, String text) {
    var insides = INSIDES.matcher(text);
    if (insides.find()) {
      find(number, asked + " -> shows " + insides.group() + " in " + shown(text));
    }
  }

  private static String kind(Attempt attempt, Answer answer) {
    var type = answer.headers().getOrDefault("content-type", "no type").replaceFirst(";.*", "");
    var place = attempt.target().startsWith("/api/") ? "api" : "other";
    return place + ": " + answer.status() + " " + type;
  }

  private static String shown(Attempt attempt) {
    return shown(new String(attempt.request().bytes(), ISO_8859_1));
  }

  private static String shown(String text) {
    var line = text.replaceAll("[^ -~]", ".");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }
}
