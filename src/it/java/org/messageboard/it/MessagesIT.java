package org.messageboard.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.messageboard.it.Board.message;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messageboard.OpenApiTest;
import org.messageboard.dev.Await;

/** Posting and reading, and what is answered to everything that is not as it must be. */
class MessagesIT extends DeployedBoard {

  private static final Pattern LINK = Pattern.compile("\\s(?:href|src)=\"\\./(assets/[^\"]+)\"");

  private static final Pattern VERSION =
      Pattern.compile("<meta name=\"version\" content=\"([^\"]*)\"");

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theAnswerToAPostIsTheMessage() {
    var key = UUID.randomUUID().toString();
    var answer = board.post(message("Ada", "hello", "news"), key);
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(Board.location(answer)).isEqualTo(board.uri().resolve("api/messages/" + key));
    var posted = Board.json(answer);
    assertThat(posted.keySet()).containsExactly("id", "channel", "author", "content", "timestamp");
    assertThat(posted.getString("id")).isEqualTo(key);
    assertThat(Instant.parse(posted.getString("timestamp")))
        .isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
  }

  @Test
  void aMessageCanBeReadByItsId() {
    var id = Board.json(board.post("Ada", "by id")).getString("id");
    assertThat(Await.until(() -> board.get("api/messages/" + id).statusCode() == 200, LIMIT))
        .isTrue();
    var read = Board.json(board.get("api/messages/" + id));
    assertThat(read.keySet())
        .containsExactly("position", "id", "channel", "author", "content", "timestamp");
    assertThat(read.getString("content")).isEqualTo("by id");
    assertThat(board.get("api/messages/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
  }

  @Test
  void whereNobodySignsInNobodySeesDeadLetters() {
    assertProblem(board.get("api/dead-letters"), 403);
    assertProblem(board.change("DELETE", "api/dead-letters/0-0", null), 403);
  }

  @Test
  void theSchemasOfTheRecordsAreServed() throws IOException {
    var list = Json.createReader(new StringReader(board.get("schemas/").body())).readObject();
    var names = list.getJsonArray("schemas").getValuesAs(JsonString::getString);
    assertThat(names).contains("v1.avsc", "v1.schema.json");
    for (var name : names) {
      var answer = board.get("schemas/" + name);
      assertThat(answer.body())
          .isEqualTo(Files.readString(Path.of("src/main/resources/schemas", name)));
      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith(name.endsWith(".avsc") ? "application/json" : "application/schema+json");
    }
    for (var none : List.of("schemas/v0.avsc", "schemas/..%2fx", "schemas/x/v1.avsc")) {
      assertThat(board.get(none).statusCode()).as(none).isBetween(400, 404);
    }
  }

  @Test
  void theSameIdempotencyKeyTwiceAppearsOnce() {
    var channel = channel();
    var key = UUID.randomUUID().toString();
    for (var spelled : List.of(key, key.toUpperCase(ROOT), key)) {
      var answer = board.post(message("Ada", "once", channel), spelled);
      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(Board.json(answer).getString("id")).isEqualTo(key);
    }
    board.post(message("Ada", "after", channel));
    assertThat(contents(channel, "after")).containsExactly("after", "once");
  }

  @Test
  void anotherMessageUnderAUsedKeyIsRefusedBeforeAndAfterTheFirstIsApplied() {
    var channel = channel();
    var key = UUID.randomUUID().toString();
    var first = Board.json(board.post(message("Ada", "first", channel), key));
    assertProblem(board.post(message("Ada", "second", channel), key), 422);
    assertThat(contents(channel, "first")).containsExactly("first");
    assertProblem(board.post(message("Ada", "third", channel), key), 422);
    var again = Board.json(board.post(message("Ada", "first", channel), '"' + key + '"'));
    assertThat(again).isEqualTo(board.history("?channel=" + channel).get(0));
    assertThat(again.getString("timestamp")).isEqualTo(first.getString("timestamp"));
  }

  @Test
  void anAddressWithASlashAtItsEndHasItsLocationToo() throws Exception {
    var answer =
        post(
            "api/messages/",
            "application/json",
            message("Ada", "x", channel()).toString().getBytes(UTF_8));
    var id = Board.json(answer).getString("id");
    assertThat(Board.location(answer)).isEqualTo(board.uri().resolve("api/messages/" + id));
  }

  @Test
  void aByteOrderMarkIsIgnoredAndUtf16IsNamed() throws Exception {
    var body = message("Ada", "x", channel()).toString();
    assertThat(postRaw("application/json", ("\ufeff" + body).getBytes(UTF_8)).statusCode())
        .isEqualTo(202);
    var wide = postRaw("application/json", body.getBytes(UTF_16));
    assertProblem(wide, 400);
    assertThat(wide.body()).contains("UTF-16");
  }

  @ParameterizedTest
  @CsvSource({
    "Accept,''",
    "Accept,','",
    "Accept,',application/json,'",
    "Accept,'application/json, ,*/*'",
    "Accept-Language,''",
    "Accept-Language,', en,,'"
  })
  void emptyMembersOfAListSayNothing(String name, String value) {
    var message = message("Ada", "x", channel());
    assertThat(board.postOnce(message, name, value).statusCode()).isEqualTo(202);
  }

  @Test
  void whoWantsNewestAnswersOnlyIfTheyAreTheSameIsToldSo() {
    for (var path : List.of("api/messages", "api/channels")) {
      var refused = board.get(path, "If-Match", "\"another\"");
      assertThat(refused.statusCode()).as(path).isEqualTo(412);
      assertThat(Board.json(refused).getString("detail")).contains("If-Match");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"l\u00e9calhost", "a b", "<a>", "a%zz", "[::1"})
  void aHostThatIsNoneIsRefused(String host) throws Exception {
    var request = "GET /api/channels HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
    try (var socket = new Socket(board.uri().getHost(), board.uri().getPort())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.getOutputStream().write(request.formatted(host).getBytes(ISO_8859_1));
      var answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 400 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/messages", "/", "/js/main.js", "/no/such/file"})
  void theContentOfATraceIsNotTheNextRequest(String path) throws Exception {
    var content = "GET /api/channels HTTP/1.1\r\nHost: localhost\r\n\r\n";
    var head = "TRACE %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %s\r\n\r\n";
    try (var socket = new Socket(board.uri().getHost(), board.uri().getPort())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      var request = head.formatted(path, content.length()) + content;
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var answers = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answers).startsWith("HTTP/1.1 4").containsOnlyOnce("HTTP/1.1 ");
    }
  }

  @Test
  void thePagesFilesAreAnsweredByTheirContentNotTheirDate() throws Exception {
    var cookie = Guest.of(board).cookie();
    for (var path : List.of("", "index.html", "js/main.js", "css/base.css", "favicon.svg")) {
      var answer = board.get(path, "Cookie", cookie);
      var tag = answer.headers().firstValue("ETag").orElse("");
      assertThat(tag).as(path).startsWith("W/\"");
      assertThat(answer.headers().firstValue("Last-Modified")).as(path).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control")).as(path).contains("no-cache");
      for (var method : List.of("GET", "HEAD")) {
        var known = ask(method, path, "If-None-Match", "\"other\", " + tag, "Cookie", cookie);
        assertThat(known.statusCode()).as(path).isEqualTo(304);
        assertThat(known.headers().firstValue("ETag")).contains(tag);
        assertThat(ask(method, path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        var dated = ask(method, path, "If-Modified-Since", "Fri, 01 Jan 2027 00:00:00 GMT");
        assertThat(dated.statusCode()).as(path).isEqualTo(200);
      }
    }
    assertThat(board.get("").headers().firstValue("ETag"))
        .isEqualTo(board.get("index.html").headers().firstValue("ETag"))
        .isNotEqualTo(board.get("js/main.js").headers().firstValue("ETag"));
    assertThat(ask("GET", "no/such/file.js", "If-None-Match", "*").statusCode()).isEqualTo(404);
  }

  @Test
  void whatThePageLinksToMayBeCachedForEver() throws Exception {
    var links = links(board.get("").body());
    assertThat(links).hasSize(4);
    for (var link : links) {
      var answer = ask("GET", link, "Accept-Encoding", "gzip");
      assertThat(answer.statusCode()).as(link).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control"))
          .as(link)
          .contains("public, max-age=31536000, immutable");
      assertThat(answer.headers().firstValue("Vary")).as(link).contains("Accept-Encoding");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
      var head = ask("HEAD", link, "Accept-Encoding", "gzip");
      assertThat(head.statusCode()).as(link).isEqualTo(200);
      // Liberty leaves out Content-Length with Content-Encoding, as RFC 9110, section 9.3.2, allows
      for (var name : List.of("Content-Type", "Content-Encoding", "Cache-Control", "Vary")) {
        assertThat(head.headers().firstValue(name)).isEqualTo(answer.headers().firstValue(name));
      }
      assertThat(head.body()).isEmpty();
      assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy"))
          .contains("same-origin");
      // For documents, or for what is asked for again
      for (var name : List.of("Content-Security-Policy", "Referrer-Policy", "ETag")) {
        assertThat(answer.headers().firstValue(name)).as(link).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"POST,''", "POST,index.html", "PUT,js/main.js", "DELETE,assets/another/js/main.js"})
  void thePagesFilesCanOnlyBeRead(String method, String path) throws Exception {
    var answer = ask(method, path, "Accept", "text/html");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(answer.body()).doesNotContain("{version}");
  }

  @Test
  void theFilesOfAnotherVersionAreNotCached() throws Exception {
    for (var path : List.of("assets/another/js/main.js", "assets/another/css/page.css")) {
      assertThat(board.get(path).statusCode()).as(path).isEqualTo(200);
      assertThat(board.get(path).headers().firstValue("Cache-Control")).contains("no-cache");
      var tag = board.get(path).headers().firstValue("ETag").orElse("");
      assertThat(ask("GET", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
      assertThat(board.get(path).headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    for (var path :
        List.of("assets/", "assets/another/", "assets/another/no.js", "assets/x/WEB-INF/web.xml")) {
      assertThat(board.get(path).statusCode()).as(path).isEqualTo(404);
      assertThat(board.get(path).headers().allValues("Cache-Control"))
          .noneMatch(value -> value.contains("max-age"));
    }
  }

  @Test
  void whoeverTakesGzipGetsIt() throws Exception {
    var channel = channel();
    var content = "much the same ".repeat(100).strip();
    board.post(message("Ada", content, channel));
    assertThat(contents(channel, content)).hasSize(1);
    var version = version();
    for (var path :
        List.of("", "assets/" + version + "/js/main.js", "api/messages?channel=" + channel)) {
      var plain = ask("GET", path, "Accept-Encoding", "gzip;q=0, br");
      assertThat(plain.headers().firstValue("Content-Encoding")).as(path).isEmpty();
      assertThat(unzipped(path)).as(path).isEqualTo(plain.body());
    }
    assertThat(ask("GET", "api/nothing", "Accept-Encoding", "gzip").statusCode()).isEqualTo(404);
  }

  @Test
  void thePageSaysWhichVersionItIs() {
    assertThat(version()).matches("[0-9a-f]{16}");
    assertThat(board.get("").headers().firstValue("ETag").orElse(""))
        .startsWith("W/\"" + version() + "-");
    assertThat(board.get("manifest.json").headers().firstValue("Content-Type"))
        .contains("application/manifest+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void aPositionOfAnEarlierEpochIsRefused(String direction) {
    var answer = board.get("api/messages?" + direction + "=earlier:7");
    assertProblem(answer, 410);
    assertThat(answer.body()).contains("without " + direction);
  }

  /** Posting goes on meanwhile, in this channel and in others. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesLeadFromAnyMessageToTheNewest(boolean wholeBoard) {
    var channel = channel();
    for (int i = 1; i <= 20; i++) {
      board.post(message("Ada", "m" + i, channel));
    }
    var before = contents(channel, "m20");
    var middle = board.history("?channel=" + channel).get(9);
    var of = "api/messages?limit=5" + (wholeBoard ? "" : "&channel=" + channel);
    var page = Board.json(board.get(of + "&around=" + middle.getString("id").toUpperCase(ROOT)));
    var found = new ArrayList<>(contents(page));
    assertThat(found).isEqualTo(before.subList(7, 12));
    for (int i = 21; page.containsKey("newer"); i++) {
      board.post(message("Ada", "m" + i, channel));
      contents(channel, "m" + i);
      page = Board.json(board.get(of + "&after=" + page.getString("newer")));
      found.addAll(0, contents(page));
    }
    assertThat(found).isEqualTo(contents(channel, found.get(0)).subList(0, found.size()));
    var older = Board.json(board.get(of + "&before=" + middle.getString("position")));
    assertThat(contents(older)).isEqualTo(before.subList(10, 15));
  }

  @Test
  void aMessageOfAnotherChannelIsNotReadAround() {
    var channel = channel();
    var id = Board.json(board.post(message("Ada", "here", channel))).getString("id");
    contents(channel, "here");
    var elsewhere = board.get("api/messages?channel=" + channel() + "&around=" + id);
    assertProblem(elsewhere, 404);
    assertThat(Board.json(elsewhere).getString("detail"))
        .isEqualTo("That message is in the channel " + channel + ".");
    assertProblem(board.get("api/messages?around=" + UUID.randomUUID()), 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo\r\nthree\rfour",
        "data: x\nid: 7\nevent: reset\n\n",
        "\u2028 and \u2029",
        "\ud83d\ude00 \ud83d\udc69\u200d\ud83d\ude80 e\u0301",
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "\"quoted\" \\ back/slash \t tab",
        "  leading and trailing  ",
        "\ufeffbom",
        "\u05e9\u05dc\u05d5\u05dd \u202e rtl"
      })
  void textArrivesByteForByte(String content) {
    var channel = channel();
    try (var stream = board.stream("?channel=" + channel, "")) {
      board.post(message("A\u00efda \ud83d\ude00", content, channel));
      var events = stream.await(e -> !e.isEmpty(), LIMIT);
      assertThat(events).hasSize(1);
      var message = Board.json(events.get(0).data());
      assertThat(message.getString("content")).isEqualTo(content);
      assertThat(message.getString("author")).isEqualTo("A\u00efda \ud83d\ude00");
      assertThat(events.get(0).lastEventId()).isEqualTo(message.getString("position"));
      assertThat(board.history("?channel=" + channel)).containsExactly(message);
    }
  }

  @Test
  void anAuthorIsFoundBehindAThousandMessagesOfOthers() {
    var channel = channel();
    var author = "Grace " + channel;
    board.post(message(author, "long ago", channel));
    for (int i = 1; i <= 1_100; i++) {
      board.post(message("Ada", "m" + i, channel));
    }
    assertThat(contents(channel, "m1100")).isNotEmpty();
    var query = "?author=" + URLEncoder.encode(author, UTF_8);
    assertThat(board.history(query))
        .extracting(m -> m.getString("content"))
        .containsExactly("long ago");
  }

  @Test
  void historyIsFilteredAndPaged() {
    var channel = channel();
    for (int i = 1; i <= 25; i++) {
      board.post(message(i % 5 == 0 ? "Bob \"B\"" : "Ada", "m" + i, channel));
    }
    assertThat(contents(channel, "m25")).hasSize(25).startsWith("m25", "m24").endsWith("m1");
    var page = board.history("?channel=" + channel + "&limit=10");
    assertThat(page).hasSize(10);
    var before = page.get(9).getString("position");
    var next = board.history("?channel=" + channel + "&limit=10&before=" + before);
    assertThat(next).extracting(m -> m.getString("content")).hasSize(10).startsWith("m15");
    var bob = board.history("?channel=" + channel + "&author=Bob%20%22B%22");
    assertThat(bob)
        .extracting(m -> m.getString("content"))
        .containsExactly("m25", "m20", "m15", "m10", "m5");
    var deep = board.history("?limit=1000&author=Ada&before=" + before);
    assertThat(deep).extracting(m -> m.getString("content", "deleted")).startsWith("m14", "m13");
  }

  @Test
  void theWholeBoardIsItsLastHundred() {
    var channel = channel();
    for (int i = 0; i < 105; i++) {
      board.post(message("Ada", "m" + i, channel));
    }
    assertThat(contents(channel, "m104")).hasSize(100);
    assertThat(board.history()).hasSize(100);
    assertThat(board.history("?limit=105")).hasSize(105);
    assertThat(board.history("?channel=" + channel + "&limit=1000")).hasSize(105);
    assertThat(board.history("?channel=null")).as("a name like any other").isEmpty();
  }

  @Test
  void channelsAreListedWithTheirCounts() {
    var channel = channel();
    board.post(message("Ada", "1", channel));
    board.post(message("Ada", "2", channel));
    assertThat(contents(channel, "2")).hasSize(2);
    var channels = Board.json(board.get("api/channels")).getJsonArray("channels");
    var listed =
        channels.getValuesAs(JsonObject.class).stream()
            .filter(c -> c.getString("name").equals(channel))
            .toList();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).getInt("messages")).isEqualTo(2);
    assertThat(listed.get(0).getString("position"))
        .isEqualTo(board.history("?channel=" + channel).get(0).getString("position"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                             | 400 | author
          {"author":"Ada","content":7}                   | 400 | content
          {"author":"Ada","content":"x","channel":"No"}  | 400 | channel
          """)
  void aBadFieldIsNamed(String body, int status, String field) throws Exception {
    var answer = postRaw("application/json", body.getBytes(UTF_8));
    assertProblem(answer, status);
    assertThat(Board.json(answer).getJsonArray("errors").getJsonObject(0).getString("field"))
        .isEqualTo(field);
  }

  @Test
  void lengthsAreLimited() throws Exception {
    assertThat(board.post("\ud83d\ude00".repeat(50), "x".repeat(2000)).statusCode()).isEqualTo(202);
    assertProblem(board.post("a".repeat(51), "x"), 400);
    assertProblem(board.post("a", "x".repeat(2001)), 400);
    assertProblem(postRaw("application/json", new byte[65_537]), 413);
    assertProblem(postRaw("application/json", new byte[5_000_000]), 413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"author\":\"Ada\",\"content\":\"x\"}x"})
  void malformedJsonIsRefused(String body) throws Exception {
    assertProblem(postRaw("application/json", body.getBytes(UTF_8)), 400);
  }

  @Test
  void wrongMediaTypesAndEncodingsAreRefused() throws Exception {
    var good = "{\"author\":\"Ada\",\"content\":\"x\"}".getBytes(UTF_8);
    assertProblem(postRaw("text/plain", good), 415);
    assertProblem(postRaw("application/xml", good), 415);
    var latin = "{\"author\":\"Ada\",\"content\":\"\u00e9\"}".getBytes(ISO_8859_1);
    assertProblem(postRaw("application/json", latin), 400);
  }

  @Test
  void aBadIdempotencyKeyIsRefused() {
    assertProblem(board.post(message("Ada", "x", "general"), "x"), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=x", "before=x", "after=x", "channel=%00", "author=Ada&around=x"})
  void badParametersAreRefused(String query) {
    assertProblem(board.get("api/messages?" + query), 400);
  }

  @ParameterizedTest
  @CsvSource({"DELETE,api/messages,405", "PUT,api/messages,405", "GET,api/nothing,404"})
  void unknownMethodsAndPathsGetAProblem(String method, String path, int status) throws Exception {
    var request = HttpRequest.newBuilder(board.uri().resolve(path));
    request.method(method, BodyPublishers.noBody());
    assertProblem(http.send(request.build(), BodyHandlers.ofString()), status);
  }

  @Test
  void thePageAndTheDescriptionAreServedWithStrictHeaders() {
    for (var path : List.of("", "js/main.js", "css/tokens.css", "api/messages")) {
      var answer = board.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'self'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(board.get("openapi/ui/").statusCode()).isEqualTo(200);
    var description = Board.json(board.get("openapi?format=json"));
    assertThat(description.getJsonArray("servers")).hasSize(1);
    assertThat(Json.createObjectBuilder(description).remove("servers").build())
        .isEqualTo(OpenApiTest.document());
  }

  @Test
  void anAnswerHasTheMembersThatAreDescribed() throws Exception {
    var channel = channel();
    for (var content : List.of("older", "middle", "newer")) {
      board.post(message("Ada", content, channel));
    }
    assertThat(contents(channel, "newer")).hasSize(3);
    var id = board.history("?channel=" + channel).get(1).getString("id");
    var page = Board.json(board.get("api/messages?limit=1&channel=" + channel + "&around=" + id));
    assertDescribed("History", page);
    var message = page.getJsonArray("messages").getJsonObject(0);
    assertPlain("Message", message);
    var channels = Board.json(board.get("api/channels"));
    assertDescribed("Channels", channels);
    assertPlain("Channel", channels.getJsonArray("channels").getJsonObject(0));
    var problem = Board.json(postRaw("application/json", "{}".getBytes(UTF_8)));
    assertDescribed("Problem", problem);
    var errors = problem.getJsonArray("errors").getValuesAs(JsonObject.class);
    assertDescribed("FieldError", errors.get(0));
    assertThat(errors)
        .extracting(error -> error.get("field"))
        .containsExactlyElementsOf(schema("NewMessage").getJsonArray("required"));
  }

  @Test
  void healthNamesEveryDependency() {
    assertThat(Await.until(() -> board.get("health/ready").statusCode() == 200, LIMIT)).isTrue();
    var ready = board.get("health/ready").body();
    assertThat(ready)
        .contains("kafka-producer", "\"redis\"", "redis-listener", "consumer", "archive");
    assertThat(board.get("health/live").statusCode()).isEqualTo(200);
    assertThat(board.get("health/started").statusCode()).isEqualTo(200);
  }

  private static void assertDescribed(String schema, JsonObject answer) {
    assertThat(answer).containsOnlyKeys(schema(schema).getJsonObject("properties").keySet());
  }

  /** Members that say nothing are absent, but for those that are always there. */
  private static void assertPlain(String schema, JsonObject answer) {
    var described = schema(schema).getJsonObject("properties").keySet();
    assertThat(described).containsAll(answer.keySet());
    assertThat(answer.keySet())
        .containsAll(
            schema.equals("Channel")
                ? List.of("name", "messages", "position")
                : List.of("position", "id", "channel", "author", "content", "timestamp"));
  }

  private static JsonObject schema(String name) {
    var components = OpenApiTest.document().getJsonObject("components");
    return components.getJsonObject("schemas").getJsonObject(name);
  }

  /** Contents of the channel, newest first, once this one is the newest. */
  private List<String> contents(String channel, String newest) {
    var query = "?channel=" + channel;
    assertThat(
            Await.until(
                () -> {
                  var history = board.history(query + "&limit=1");
                  return !history.isEmpty() && history.get(0).getString("content").equals(newest);
                },
                LIMIT))
        .as(newest)
        .isTrue();
    return board.history(query).stream().map(m -> m.getString("content")).toList();
  }

  private static List<String> contents(JsonObject page) {
    return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
        .map(m -> m.getString("content"))
        .toList();
  }

  private HttpResponse<String> postRaw(String type, byte[] body)
      throws IOException, InterruptedException {
    return post("api/messages", type, body);
  }

  private HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(board.uri().resolve(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofByteArray(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> ask(String method, String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(board.uri().resolve(path))
            .method(method, BodyPublishers.noBody())
            .headers(headers);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private String unzipped(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(board.uri().resolve(path)).header("Accept-Encoding", "gzip").build();
    var answer = http.send(request, BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Encoding")).as(path).contains("gzip");
    try (var in = new GZIPInputStream(answer.body())) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String version() {
    return VERSION.matcher(board.get("").body()).results().findFirst().orElseThrow().group(1);
  }

  /** The page's links to files that have its version in their path. */
  private static List<String> links(String html) {
    return LINK.matcher(html).results().map(link -> link.group(1)).toList();
  }

  private static void assertProblem(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    var problem = Board.json(answer);
    assertThat(problem.getInt("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).endsWith(".").doesNotContain("Exception");
  }

  private static String channel() {
    return "t-" + UUID.randomUUID().toString().substring(0, 13);
  }
}
