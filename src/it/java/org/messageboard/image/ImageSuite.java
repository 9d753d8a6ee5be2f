package org.messageboard.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.messageboard.Command;
import org.messageboard.browser.Chromium;
import org.messageboard.dev.Await;
import org.messageboard.dev.Certificate;
import org.messageboard.dev.Ports;
import org.messageboard.it.Board;
import org.messageboard.it.HttpsServer;
import org.messageboard.it.SseClient;

/** The image, built from source, in Compose's small form with TLS. Not part of every verify. */
@ExtendWith(NeedsDocker.class)
class ImageSuite {

  private static final int STREAMS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration START_LIMIT = Duration.ofSeconds(240);

  /** Compose's stop_grace_period, after which Docker kills. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What a JVM ends with that SIGTERM has told to. */
  private static final String TERMINATED = "143";

  /** The options that Compose sets for the board. */
  private static final List<String> CONFINED =
      List.of(
          "--read-only",
          "--tmpfs=/opt/ol/wlp/output/defaultServer",
          "--tmpfs=/logs",
          "--tmpfs=/tmp:exec",
          "--cap-drop=ALL",
          "--security-opt=no-new-privileges:true");

  private static Certificate certificate;
  private static Compose compose;
  private static Board board;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    certificate = Certificate.create(directory, "localhost", "dns:localhost", "st0re-s3cret");
    var pem = Files.createDirectories(Compose.DIRECTORY).resolve("board.pem").toAbsolutePath();
    var both = Files.readString(certificate.pem()) + Files.readString(certificate.key());
    Files.writeString(pem, both);
    // HAProxy's image runs as a user of its own
    Files.setPosixFilePermissions(pem, PosixFilePermissions.fromString("rw-r--r--"));
    compose =
        new Compose(
            "message-board-image",
            List.of("docker-compose.small.yml", "docker-compose.tls.yml"),
            Map.of("BOARD_CERTIFICATE", pem.toString()));
    compose.run("build", "web");
    compose.up();
    board = compose.board();
  }

  @AfterAll
  static void stop() {
    if (compose != null) {
      compose.close();
    }
  }

  /** Each test leaves one server of each kind. */
  @AfterEach
  void oneOfEach() {
    compose.up("--scale", "web=1", "--scale", "consumer=1");
  }

  @Test
  void whatIsPostedIsReadAndStreamed() {
    try (var stream = board.stream("")) {
      var id = post("hello");
      stream.await(events -> ids(events).contains(id), LIMIT);
      assertThat(board.get("api/messages/" + id).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theImageIsWhatItsDocumentsSay() throws Exception {
    var web = compose.container("web");
    var java = Docker.run("exec", web, "java", "-version");
    assertThat(java).contains("25", "OpenJDK 64-Bit Server VM").doesNotContain("OpenJ9");
    assertThat(Docker.run("exec", web, "id")).startsWith("uid=1001(default) gid=0");
    assertThat(Docker.inspect("message-board", "{{.Config.User}}")).isEqualTo("1001");
    var sbom =
        Docker.inspect("message-board", "{{index .Config.Labels \"org.messageboard.sbom\"}}");
    assertThat(Board.json(Docker.run("exec", web, "cat", sbom)).getString("bomFormat"))
        .isEqualTo("CycloneDX");
    assertThat(Docker.inspect("message-board", "{{json .Config.Labels}}"))
        .contains("Message Board")
        .doesNotContain("the base", "Semeru", "Adoptium");
    // Process 1 is the JVM, which therefore gets the signals
    assertThat(Docker.run("exec", web, "cat", "/proc/1/cmdline")).contains("ws-server.jar");
  }

  /** The heap decides, as long as Docker allows enough files. */
  @Test
  void aServerTakesTheStreamsThatTheOperationsPageHas() throws Exception {
    var row = Pattern.compile("\\| none, \\d+ MB \\| ([\\d,]+) \\|");
    var page = row.matcher(Files.readString(Path.of("docs/OPERATIONS.md")));
    assertThat(page.find()).isTrue();
    long promised = Long.parseLong(page.group(1).replace(",", ""));
    assertThat(metric(compose.container("web"), "messageboard_streams_limit")).isEqualTo(promised);
  }

  @Test
  void theAheadOfTimeCacheIsUsed() {
    var web = compose.container("web");
    assertThat(Docker.run("exec", web, "cat", "/proc/1/maps")).contains("/opt/ol/board.aot");
    assertThat(Docker.run("logs", web)).doesNotContain("[aot]");
  }

  /** A wrong setting ends the server, as it would without the cache. */
  @Test
  void aCacheThatDoesNotFitIsSaidAndLeftOut() {
    var answer =
        Docker.ask(
            List.of(
                "run",
                "--rm",
                "-e=JVM_ARGS=-XX:-UseParallelGC -XX:+UseZGC",
                "-e=BOARD_LOG_LENGTH=many",
                "message-board"));
    assertThat(answer.output()).contains("Unable to use AOT cache.");
    assertThat(answer.exitCode()).isEqualTo(78);
  }

  @Test
  void aWrongSettingEndsTheContainerAndTheLogSaysWhatToDo() {
    var answer =
        Docker.ask(
            Stream.of(
                    Stream.of("run", "--rm"),
                    CONFINED.stream(),
                    Stream.of("-e", "BOARD_LOG_LENGTH=many", "-e", "REDIS_URL=http://redis"),
                    Stream.of("message-board"))
                .flatMap(all -> all)
                .toList());
    assertThat(answer.exitCode()).isEqualTo(78);
    assertThat(answer.output())
        .contains("board.log.length (BOARD_LOG_LENGTH) must be a whole number from 1 to")
        .contains("redis.url (REDIS_URL) must be redis://")
        .doesNotContain("\tat ");
  }

  @Test
  void anyUserOfGroup0CanRunIt() {
    int port = Ports.free();
    var container =
        Docker.run(
            Stream.of(
                    Stream.of("run", "-d", "--user", "1000650000:0", "-p"),
                    Stream.of("127.0.0.1:%s:9080".formatted(port)),
                    Stream.of("--network", compose.network()),
                    CONFINED.stream(),
                    Stream.of("-e", "KAFKA_BOOTSTRAP_SERVERS=kafka1:9092"),
                    Stream.of("-e", "REDIS_URL=redis://:message0board@redis:6379"),
                    Stream.of("message-board"))
                .flatMap(all -> all)
                .toList(),
            Map.of());
    try {
      assertThat(Await.until(() -> Docker.isHealthy(container), START_LIMIT))
          .as(Docker.run("logs", container))
          .isTrue();
      assertThat(Docker.run("exec", container, "id", "-u")).isEqualTo("1000650000");
      var id = post("for anybody");
      var other = new Board(URI.create("http://localhost:" + port + "/"));
      assertThat(Await.until(() -> status(other, id) == 200, LIMIT)).isTrue();
    } finally {
      Docker.run("rm", "-f", container);
    }
  }

  @Test
  void aServerWithAThousandStreamsStopsInTimeAndAllGoOnAtAnother() {
    var first = compose.container("web");
    var streams = streams(STREAMS);
    try (var posts = SteadyPosts.to(board)) {
      posts.await(10);
      compose.up("--scale", "web=2", "web", "proxy");
      var second = compose.containers("web").get(1);
      assertThat(Await.until(() -> isUsed(second), LIMIT)).as("the proxy knows it").isTrue();
      // Without the probes of isUsed, whose ends the server sees at its next write
      assertThat(Await.until(() -> open(first) == STREAMS, LIMIT)).isTrue();
      posts.await(20);
      var took = stop(first);
      assertThat(took).isLessThan(GRACE);
      assertThat(Docker.inspect(first, "{{.State.ExitCode}}")).isEqualTo(TERMINATED);
      System.out.printf("Stopped with %s streams in %s ms%n", STREAMS, took.toMillis());
      posts.await(20).close();
      haveAllOnce(streams, posts.accepted());
      assertThat(streams).allMatch(stream -> stream.connections() == 2);
      assertThat(streams).allMatch(s -> s.toString().contains("The server ended the stream."));
      Docker.run("rm", first);
    } finally {
      streams.forEach(SseClient::close);
    }
  }

  @Test
  void dockerRestartsAServerWhoseProcessIsKilled() {
    var web = compose.container("web");
    var id = post("before");
    var pid = Docker.inspect(web, "{{.State.Pid}}");
    // Not `docker kill`, after which Docker does not restart a container
    Docker.run(
        "run", "--rm", "--pid=host", "--user=0", "--entrypoint=kill", "message-board", "-9", pid);
    assertThat(Await.until(() -> Docker.inspect(web, "{{.RestartCount}}").equals("1"), LIMIT))
        .isTrue();
    assertThat(Await.until(() -> Docker.isHealthy(web), START_LIMIT)).isTrue();
    assertThat(Await.until(() -> status(board, id) == 200, LIMIT)).isTrue();
    post("after");
  }

  @Test
  void overTlsTheProxySpeaksHttp2() throws Exception {
    var secure = secure();
    try (var stream = secure.stream("");
        var second = secure.stream("")) {
      var posted = secure.post("Ada", "over HTTP/2");
      assertThat(posted.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(posted.statusCode()).isEqualTo(202);
      var id = Board.json(posted).getString("id");
      stream.await(events -> ids(events).contains(id), LIMIT);
      second.await(events -> ids(events).contains(id), LIMIT);
      assertThat(secure.get("metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void h2loadGetsAnAnswerToEachRequest() {
    var h2load = Command.find(List.of("h2load"));
    if (h2load.isEmpty()) {
      System.out.println("LEFT OUT: h2load is not on the PATH (Debian: nghttp2-client).");
      return;
    }
    post("for h2load");
    var address = secureUri() + "api/messages";
    var answer =
        Command.run(
            List.of(h2load.get().toString(), "-n", "2000", "-c", "10", "-m", "20", address));
    assertThat(answer.output())
        .contains("Application protocol: h2", "2000 succeeded, 0 failed, 0 errored, 0 timeout")
        .contains("status codes: 2000 2xx");
  }

  @Test
  void aBrowserShowsTheBoardOverHttp2() {
    if (Command.find(List.of("chromium", "google-chrome", "chrome")).isEmpty()) {
      System.out.println("LEFT OUT: there is no Chromium on the PATH.");
      return;
    }
    var text = "seen in a browser " + UUID.randomUUID();
    var options = new Browser.NewContextOptions().setIgnoreHTTPSErrors(true);
    try (var chromium = Chromium.start();
        var context = chromium.browser().newContext(options)) {
      var page = context.newPage();
      page.navigate(secureUri().toString());
      post(text);
      page.getByText(text).waitFor();
      assertThat(page.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol"))
          .isEqualTo("h2");
    }
  }

  /** One after the other: a new container beside the rest, then the next. */
  @Test
  void aRollingUpdateUnderLoadLosesAndDoublesNothing() {
    compose.up("--scale", "web=2", "--scale", "consumer=2");
    assertThat(Await.until(() -> hasReadyServers(2), LIMIT)).isTrue();
    var streams = streams(50);
    try (var posts = SteadyPosts.to(board)) {
      for (var service : List.of("web", "consumer")) {
        for (var old : compose.containers(service)) {
          posts.await(20);
          stop(old);
          Docker.run("rm", old);
          compose.up("--scale", "web=2", "--scale", "consumer=2");
          assertThat(Await.until(() -> hasReadyServers(2), LIMIT)).isTrue();
        }
      }
      posts.await(20).close();
      haveAllOnce(streams, posts.accepted());
      assertThat(streams).allMatch(stream -> stream.connections() >= 2);
      assertThat(board.ids()).containsAll(posts.accepted());
      System.out.printf("Rolling update with %s posts%n", posts.accepted().size());
    } finally {
      streams.forEach(SseClient::close);
    }
  }

  @Test
  void afterDownAndUpAllMessagesAreThere() {
    var ids = Stream.generate(() -> post("kept")).limit(20).toList();
    assertThat(Await.until(() -> board.ids().containsAll(ids), LIMIT)).isTrue();
    var before = board.ids();
    compose.run("down");
    assertThat(compose.run("ps", "-a", "-q")).isEmpty();
    compose.up();
    assertThat(Await.until(() -> board.ids().size() == before.size(), LIMIT)).isTrue();
    assertThat(board.ids()).isEqualTo(before);
  }

  private static String post(String content) {
    var answer = board.post("Ada", content);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Board.json(answer).getString("id");
  }

  private static int status(Board board, String id) {
    return board.get("api/messages/" + id).statusCode();
  }

  private static List<String> ids(List<org.messageboard.it.SseEvent> events) {
    return events.stream().map(event -> Board.json(event.data()).getString("id")).toList();
  }

  /** Open streams of all channels, with a connection each. */
  private static List<SseClient> streams(int count) {
    var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var reader = new Board(board.uri(), http);
    return Stream.generate(() -> reader.stream("")).limit(count).toList();
  }

  /** Every stream has had each of these once, and never had to begin anew. */
  private static void haveAllOnce(List<SseClient> streams, List<String> ids) {
    var all = new HashSet<>(ids);
    for (var stream : streams) {
      var events = stream.await(e -> ids(e).containsAll(all), LIMIT);
      assertThat(events).allMatch(event -> event.type().equals("message"));
      assertThat(ids(events)).as(stream.toString()).doesNotHaveDuplicates();
    }
  }

  private static Duration stop(String container) {
    long began = System.nanoTime();
    Docker.run("stop", "-t", Long.toString(GRACE.toSeconds()), container);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** Whether there are so many web servers, all are ready, and the proxy uses them. */
  private static boolean hasReadyServers(int count) {
    var webs = compose.containers("web");
    return webs.size() == count
        && webs.stream().allMatch(web -> Docker.isReady(web) && isUsed(web));
  }

  /** Whether the proxy gives a new stream to this server, which has the fewest. */
  private static boolean isUsed(String container) {
    try (var probe = board.stream("")) {
      return probe.connections() == 1 && open(container) > 0;
    }
  }

  private static double open(String container) {
    return metric(container, "messageboard_streams_open");
  }

  private static double metric(String container, String name) {
    var text = Docker.run("exec", container, "curl", "-fsS", "http://localhost:9080/metrics");
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  private static URI secureUri() {
    return URI.create("https://localhost:%s/".formatted(compose.port("BOARD_TLS_PORT")));
  }

  private static Board secure() throws Exception {
    var context = HttpsServer.trusting(certificate);
    return new Board(secureUri(), HttpClient.newBuilder().sslContext(context).build());
  }
}
