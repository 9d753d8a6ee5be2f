import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client of the board's protocol (docs/PROTOCOL.md, whose rules are named in brackets) on nothing but the JDK, 17 or
 * newer. {@code java examples/BoardClient.java [address] [channel]} follows a channel and prints each event.
 */
public final class BoardClient {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long SILENCE_MILLIS = 45_000;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int KNOWN = 10_000;

  /**
   * An event, or a message of the history.
   *
   * @param type {@code message}, {@code edited} ...
   * @param data its members: strings, numbers, booleans, lists and maps
   */
  public record Event(String type, Map<String, Object> data) {}

  /** The board refuses a request, and would again [E2]. The message is a sentence for people. */
  public static final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String message) {
      super(message);
      this.status = status;
    }

    /** The status of the answer. */
    public int status() {
      return status;
    }
  }

  /** What to ask for once more, and how long to wait before it at least [E3]. */
  private static final class AgainException extends IOException {

    private static final long serialVersionUID = 1L;

    private final long millis;

    AgainException(long millis) {
      this.millis = millis;
    }
  }

  private interface Attempt<T> {

    T make() throws IOException, InterruptedException;
  }

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI api;
  private final String token;

  /**
   * @param address of the board, with a slash at its end
   * @param token of whoever has signed in; null for a guest [G2]
   */
  public BoardClient(URI address, String token) {
    api = address.resolve("api/");
    this.token = token;
  }

  /**
   * Posts until the board has the message [P2, P4]. Meanwhile post no other [P5].
   *
   * @param key a random one; whoever keeps it may post the same again
   * @throws RefusedException if the board does not take it
   */
  public void post(String author, String content, String channel, UUID key) throws IOException, InterruptedException {
    var body = "{\"author\":%s,\"content\":%s,\"channel\":%s}".formatted(Json.quoted(author), Json.quoted(content), Json.quoted(channel));
    persist(() -> ask(request("messages").timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key.toString())
        .POST(BodyPublishers.ofString(body))));
  }

  /**
   * Shows the end of a channel's history, and then everything that happens, without a gap and no message twice. Returns
   * only when the thread is interrupted.
   *
   * @throws RefusedException if the board does not let this client read the channel
   */
  public void follow(String channel, Consumer<Event> show) throws IOException, InterruptedException {
    var follower = new Follower(channel, show);
    while (true) {
      persist(follower::load);
      follower.stream();
    }
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(api.resolve(path));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private String ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    var answer = http.send(request.build(), BodyHandlers.ofString());
    require(answer, answer.body());
    return answer.body();
  }

  private static void require(HttpResponse<?> answer, String body) throws IOException {
    int status = answer.statusCode();
    if (status >= 400 && status < 500 && status != 408 && status != 429) {
      throw new RefusedException(status, status + ": " + body);
    }
    if (status >= 300) {
      throw new AgainException(answer.headers().firstValueAsLong("Retry-After").orElse(0) * 1_000);
    }
  }

  /** Again until there is an answer [E3], with pauses that grow [S6]. */
  private static <T> T persist(Attempt<T> attempt) throws IOException, InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        return attempt.make();
      } catch (RefusedException e) {
        throw e;
      } catch (IOException e) {
        long asked = e instanceof AgainException again ? again.millis : 0;
        TimeUnit.MILLISECONDS.sleep(Math.max(asked, backoff(failures)));
      }
    }
  }

  private static long backoff(int failures) {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, 1_000L << Math.min(failures, 10));
    return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
  }

  /** Where a follower of one channel is. */
  private final class Follower {

    private final String filter;
    private final Consumer<Event> show;
    private final Set<Object> known = Collections.newSetFromMap(new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Object, Boolean> eldest) {
        return size() > KNOWN;
      }
    });
    private boolean joined;
    private boolean reset;
    private long retryMillis;
    private String position = "";

    Follower(String channel, Consumer<Event> show) {
      this.filter = "?channel=" + URLEncoder.encode(channel, StandardCharsets.UTF_8);
      this.show = show;
    }

    /** Shows the newest messages, back to one that was shown before [H1, R4]. */
    Void load() throws IOException, InterruptedException {
      var page = page("");
      var messages = new ArrayList<>(messages(page));
      var next = page.get("next");
      while (next != null && joined && messages.stream().noneMatch(message -> known.contains(message.get("id")))) {
        var older = page("&before=" + URLEncoder.encode((String) next, StandardCharsets.UTF_8));
        messages.addAll(messages(older));
        next = older.get("next");
      }
      Collections.reverse(messages);
      messages.forEach(message -> show(new Event("message", message)));
      position = (String) page.get("position");
      joined = true;
      reset = false;
      return null;
    }

    private Map<String, Object> page(String query) throws IOException, InterruptedException {
      try {
        return Json.object(ask(request("messages" + filter + query).timeout(PATIENCE)));
      } catch (RefusedException e) {
        throw e.status() == 410 ? new AgainException(0) : e; // [H3]
      }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> messages(Map<String, Object> page) {
      return (List<Map<String, Object>>) page.get("messages");
    }

    private void show(Event event) {
      if (!event.type().equals("message") || known.add(event.data().get("id"))) {
        show.accept(event);
      }
    }

    /** One stream after the other, until there is a reset [S6, R2]. */
    void stream() throws IOException, InterruptedException {
      while (!reset) {
        var stream = persist(this::open);
        try {
          new Parser(this).read(stream);
        } catch (IOException e) {
          // Cut off: the next one resumes
        }
        if (!reset) {
          TimeUnit.MILLISECONDS.sleep(retryMillis);
        }
      }
    }

    private InputStream open() throws IOException, InterruptedException {
      var request = request("messages/stream" + filter).header("Accept", "text/event-stream");
      if (position != null && !position.isEmpty()) {
        request.header("Last-Event-ID", position);
      }
      var answer = http.send(request.build(), BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        try (var body = answer.body()) {
          require(answer, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      return answer.body();
    }

    void take(String type, String data, String id) {
      if (reset || id != null && !type.equals("reset") && isPast(id)) {
        return; // [S8]
      }
      if (id != null) {
        position = id; // [S4]
      }
      if (type.equals("reset")) {
        reset = true;
      } else if (data != null) {
        show(new Event(type, Json.object(data)));
      }
    }

    private boolean isPast(String id) {
      int at = id.lastIndexOf(':') + 1;
      return position != null
          && position.lastIndexOf(':') + 1 == at
          && position.startsWith(id.substring(0, at))
          && Long.parseLong(id.substring(at)) <= Long.parseLong(position.substring(at));
    }
  }

  /** Interprets one event stream (WHATWG HTML, section 9.2.6), and ends one that is silent [S1, S7]. */
  private static final class Parser {

    private final Follower follower;
    private volatile long heardAt = System.nanoTime();
    private final List<String> data = new ArrayList<>();
    private String type = "";
    private String id;

    Parser(Follower follower) {
      this.follower = follower;
    }

    void read(InputStream stream) throws IOException {
      var watch = new Thread(() -> endIfSilent(stream), "board-silence");
      watch.setDaemon(true);
      watch.start();
      // It knows all three line ends
      try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
        String line;
        while (!follower.reset && (line = lines.readLine()) != null) {
          heardAt = System.nanoTime();
          take(line.startsWith("\uFEFF") ? line.substring(1) : line);
        }
      } finally {
        watch.interrupt();
      }
    }

    private void endIfSilent(InputStream stream) {
      try (stream) {
        for (long left = SILENCE_MILLIS; left > 0; ) {
          TimeUnit.MILLISECONDS.sleep(left);
          left = SILENCE_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - heardAt);
        }
      } catch (IOException | InterruptedException e) {
        // The stream has ended by itself
      }
    }

    private void take(String line) {
      int colon = line.indexOf(':');
      var name = colon < 0 ? line : line.substring(0, colon);
      var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (name) {
        case "" -> {
          if (line.isEmpty()) {
            dispatch();
          }
        }
        case "data" -> data.add(value);
        case "event" -> type = value;
        case "id" -> id = value.indexOf(0) < 0 ? value : id;
        case "retry" -> follower.retryMillis = value.matches("\\d{1,9}") ? Long.parseLong(value) : follower.retryMillis;
        default -> {}
      }
    }

    private void dispatch() {
      if (!data.isEmpty() || id != null) {
        follower.take(type.isEmpty() ? "message" : type, data.isEmpty() ? null : String.join("\n", data), id);
      }
      data.clear();
      type = "";
      id = null;
    }
  }

  /** As much of JSON (RFC 8259) as a client needs; the board's is known to be right. */
  private static final class Json {

    private final String text;
    private int at;

    private Json(String text) {
      this.text = text;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String text) {
      return (Map<String, Object>) new Json(text).value();
    }

    private char next() {
      while (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return text.charAt(at++);
    }

    private Object value() {
      char first = next();
      return switch (first) {
        case '{' -> members();
        case '[' -> elements();
        case '"' -> string();
        default -> literal();
      };
    }

    private Map<String, Object> members() {
      var members = new LinkedHashMap<String, Object>();
      for (char c = next(); c != '}'; c = next()) {
        if (c == '"') {
          var name = string();
          next(); // the colon
          members.put(name, value());
        }
      }
      return members;
    }

    private List<Object> elements() {
      var elements = new ArrayList<>();
      for (char c = next(); c != ']'; c = next()) {
        at -= c == ',' ? 0 : 1;
        elements.add(value());
      }
      return elements;
    }

    private String string() {
      var string = new StringBuilder();
      for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
        string.append(c == '\\' ? escaped() : c);
      }
      return string.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      if (c == 'u') {
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      int known = "bfnrt".indexOf(c);
      return known < 0 ? c : "\b\f\n\r\t".charAt(known);
    }

    private Object literal() {
      int from = --at;
      while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      var literal = text.substring(from, at);
      return switch (literal) {
        case "null" -> null;
        case "true", "false" -> Boolean.valueOf(literal);
        default -> Double.valueOf(literal);
      };
    }

    static String write(Object value) {
      if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream()
            .map(member -> write(member.getKey()) + ":" + write(member.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
      }
      if (value instanceof List<?> list) {
        return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
      }
      if (value instanceof Double number) {
        return number % 1 == 0 ? Long.toString(number.longValue()) : number.toString();
      }
      return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    static String quoted(String text) {
      var quoted = new StringBuilder("\"");
      for (char c : text.toCharArray()) {
        boolean isPlain = c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
        quoted.append(isPlain ? String.valueOf(c) : "\\u%04x".formatted((int) c));
      }
      return quoted.append('"').toString();
    }
  }

  /** Prints each event of a channel as a line of JSON: its data, and its type. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var address = args.length > 0 ? args[0] : "http://localhost:9080/";
    var out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    try {
      new BoardClient(URI.create(address), System.getenv("BOARD_TOKEN"))
          .follow(
              args.length > 1 ? args[1] : "general",
              event -> {
                event.data().put("type", event.type());
                out.println(Json.write(event.data()));
              });
    } catch (RefusedException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
