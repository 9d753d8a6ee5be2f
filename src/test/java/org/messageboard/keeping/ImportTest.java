package org.messageboard.keeping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messageboard.archive.ArchiveImport;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.MessageJson;
import org.messageboard.board.Viewer;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** What an import appends to the log, and what it leaves alone. */
class ImportTest {

  private static final String ID = "0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10";
  private static final String ADA = Identity.person("ada");
  private static final String BOB = Identity.person("bob");
  private static final Identity MOD = new Identity("mod", "Mod", Set.of(Identity.Role.values()));

  /** What is there; nothing at first. */
  private static final class There extends ArchiveImport {
    private final Map<String, Standing> messages = new HashMap<>();
    private final Map<String, Channel> channels = new HashMap<>();
    private Set<String> erased = Set.of();

    @Override
    public Map<String, Standing> messages(Collection<String> ids) {
      return messages;
    }

    @Override
    public Channel channel(String name) {
      return channels.getOrDefault(name, new Channel(null, Map.of()));
    }

    @Override
    public Set<String> erased(Collection<String> people) {
      return erased;
    }
  }

  @TempDir Path directory;

  private final There there = new There();

  /** The channels of which only the archive has the settings. */
  private final Set<String> lost = new HashSet<>();

  private final List<String> log = new ArrayList<>();

  @Test
  void allThatHappenedToAMessageFollowsIt() throws IOException {
    var report = importLines(MOD, channel("general", "open", true), edited(), "{\"type\":\"end\"}");
    assertThat(log).hasSize(5);
    assertThat(log.get(0))
        .contains("\"author\":\"Ada\",\"imported\":\"Mod\",\"content\":\"one\"")
        .contains("\"timestamp\":\"2020-01-01T00:00:00Z\",\"owner\":\"person:" + ADA + "\"")
        .contains("\"moderator\":true");
    assertThat(log.get(1)).contains("\"type\":\"edited\"", "two", "2020-01-02", "\"revision\":2");
    assertThat(log.get(2)).contains("three", "\"revision\":3", "2020-01-03");
    assertThat(log.get(3)).contains("\"type\":\"reacted\"", "person:" + BOB, "\"by\":\"Bob\"");
    assertThat(log.get(4)).contains("\"type\":\"channel\"", "\"archived\":true", "\"by\":\"Mod\"");
    assertThat(report.getInt("messages")).isEqualTo(1);
    assertThat(report.getInt("edits")).isEqualTo(2);
    assertThat(report.getInt("reactions")).isEqualTo(1);
  }

  @Test
  void aDeletedMessageIsPostedAndDeleted() throws IOException {
    importLines(
        MOD,
        message(
            "\"deleted\":true,\"deletedBy\":\"owner\",\"reason\":\"why\",\"person\":\""
                + ADA
                + "\""));
    assertThat(log).hasSize(2);
    assertThat(log.get(0)).contains("(deleted)");
    assertThat(log.get(1))
        .contains("\"deletedBy\":\"owner\",\"reason\":\"why\"", "\"owner\":\"person:" + ADA + "\"");
  }

  @Test
  void whatIsThereIsLeftAloneAndWhatIsHalfThereIsCompleted() throws IOException {
    there.messages.put(ID, standing("three", 3, true, Set.of("👍 " + BOB)));
    assertThat(importLines(MOD, edited()).getInt("unchanged")).isEqualTo(1);
    there.messages.put(ID, standing("three", 3, false, Set.of()));
    assertThat(importLines(MOD, edited()).getInt("unchanged")).isEqualTo(1);
    there.messages.put(ID, standing(null, 1, true, Set.of()));
    assertThat(importLines(MOD, edited()).getInt("unchanged")).isEqualTo(1);
    assertThat(log).isEmpty();
    there.messages.put(ID, standing("two", 2, true, Set.of()));
    importLines(MOD, edited());
    assertThat(log).hasSize(2);
    assertThat(log.get(0)).contains("\"revision\":3");
  }

  @Test
  void otherMessagesErasedPeopleAndArchivedChannelsAreSkipped() throws IOException {
    there.messages.put(ID, new ArchiveImport.Standing("news", "Ada", "x", 1, false, Set.of()));
    assertThat(importLines(MOD, edited()).toString()).contains("another message", "line 1");
    there.messages.clear();
    there.erased = Set.of(ADA);
    assertThat(importLines(MOD, edited()).toString()).contains("erased");
    there.erased = Set.of(BOB);
    assertThat(importLines(MOD, edited()).getInt("reactions")).isZero();
    log.clear();
    var archived = new ChannelSettings("", ChannelSettings.OPEN, true, null);
    there.channels.put("general", new ArchiveImport.Channel(archived, Map.of()));
    assertThat(importLines(MOD, edited()).toString()).contains("archived here");
    there.messages.put(ID, standing("two", 2, true, Set.of()));
    assertThat(importLines(MOD, edited()).getInt("unchanged")).isEqualTo(1);
    assertThat(log).isEmpty();
  }

  @Test
  void aPrivateChannelIsMadeWithItsMembersAndWhoHasLeftItLeavesAgain() throws IOException {
    var room = ChannelName.ofPrivate("ada", "key");
    var members =
        ",\"title\":\"Plans\",\"members\":[{\"person\":\"%s\",\"name\":\"Bob\"}]".formatted(BOB);
    var channel = channel(room, "private", false).replace("}", members + "}");
    var lines = new String[] {channel, edited().replace("general", room)};
    assertThat(importLines(MOD, lines).toString()).contains("members and the operator only");
    assertThat(log).isEmpty();
    importLines(Identity.operator(), lines);
    assertThat(log).hasSize(7);
    assertThat(log.get(0)).contains("\"members\":[{\"name\":\"Bob\"", "person:" + BOB);
    assertThat(log.get(1)).contains("\"type\":\"joined\"", ADA);
    assertThat(log.get(6))
        .contains("\"type\":\"left\"", ADA, "\"owner\":\"person:" + ADA, "(imported) Ada");
  }

  /** The export is older: what was changed since counts. */
  @Test
  void whatOnlyTheArchiveHasOfAChannelIsPutBackAsTheArchiveHasIt() throws IOException {
    var room = ChannelName.ofPrivate("ada", "key");
    var newer = new ChannelSettings("newer", ChannelSettings.PRIVATE, true, "Plans");
    there.channels.put(room, new ArchiveImport.Channel(newer, Map.of(ADA, "Ada", BOB, "Bob")));
    var news = new ChannelSettings("newer", ChannelSettings.ANNOUNCEMENT, false, null);
    there.channels.put("news", new ArchiveImport.Channel(news, Map.of()));
    there.channels.put("general", new ArchiveImport.Channel(null, Map.of()));
    var lines =
        new String[] {
          channel("news", "open", false), channel("general", "open", false), older(room)
        };
    importLines(Identity.operator(), lines);
    assertThat(log).hasSize(1);
    assertThat(log.remove(0)).contains("\"channel\":\"general\"");
    lost.addAll(Set.of("news", "general", room));
    assertThat(importLines(Identity.operator(), lines).getInt("channels")).isEqualTo(2);
    assertThat(log).hasSize(3);
    assertThat(log.get(0)).contains("news", "newer", "announcement").doesNotContain("members");
    assertThat(log.get(2))
        .contains("newer", "\"archived\":true", ADA, BOB, "\"owner\":\"person:")
        .doesNotContain("Older");
  }

  @Test
  void aPrivateChannelThatIsLostIsPutBackByTheOperatorOnly() throws IOException {
    var room = ChannelName.ofPrivate("ada", "key");
    var settings = new ChannelSettings("", ChannelSettings.PRIVATE, false, "Plans");
    there.channels.put(room, new ArchiveImport.Channel(settings, Map.of(ADA, "Ada")));
    lost.add(room);
    importLines(MOD, older(room));
    assertThat(log).isEmpty();
  }

  private static String older(String room) {
    var members = ",\"title\":\"Older\",\"members\":[{\"person\":\"%s\",\"name\":\"Bob\"}]}";
    return channel(room, "private", false).replace("}", members.formatted(BOB));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[] | must be one valid JSON object",
        "{} | must have a text of at most 20 characters as type",
        "{\"type\":\"poll\"} | has the unknown type poll",
        "{\"type\":\"channel\",\"channel\":\"A\"} | must have the name of a channel as channel",
        "{\"type\":\"channel\",\"channel\":\""
            + ChannelName.MODERATION
            + "\"} | must have the name of a channel as channel",
        "{\"type\":\"message\",\"id\":\"1\"} | must have a UUID as id",
      })
  void aLineThatCannotBeReadIsNamed(String line, String wrong) {
    assertThatThrownBy(() -> importLines(MOD, edited(), "", line))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(400);
              assertThat(e.problem().detail())
                  .startsWith("Line 3 " + wrong)
                  .endsWith("The lines before it were imported.");
            });
    assertThat(log).isNotEmpty();
  }

  @Test
  void aRevisionThatIsMissingOrTooLongIsNamed() {
    for (var line :
        List.of(
            edited().replace("\"revision\":3", "\"revision\":4"),
            edited().replace("three", "x".repeat(101)),
            edited().replace("\"author\"", "\"bot\":\"a bell\",\"author\""),
            edited().replace("2020-01-03T00:00:00Z", "yesterday"))) {
      assertThatThrownBy(() -> importLines(MOD, line)).hasMessageStartingWith("Line 1 must have");
    }
    var endless = new ByteArrayInputStream(new byte[ImportLines.LONGEST + 10]);
    assertThatThrownBy(() -> new NdjsonImport(endless, importer(MOD), 100).run())
        .hasMessageContaining("at most 4194304 bytes");
  }

  @Test
  void slacksChannelsAreImportedAndTheSameTwice() throws IOException {
    var zip = zip();
    var importer = importer(MOD);
    SlackImport.run(zip, importer, Map.of("+1", "👍"), 100);
    assertThat(log).hasSize(5);
    assertThat(log.get(0))
        .contains("\"channel\":\"big-ideas\",\"author\":\"Ada L\"")
        .contains("\"content\":\"Hi @Bob, see #big-ideas & a label (https://x.org) 👍\"")
        .contains("\"timestamp\":\"2023-11-14T22:13:20.000Z\"");
    assertThat(log.get(1)).contains("\"type\":\"reacted\"", "👍", "\"by\":\"Bob\"");
    assertThat(log.get(2))
        .contains("\"replyTo\":\"" + idOf(log.get(0)) + "\"", "\"author\":\"Bob\"");
    assertThat(log.get(3)).contains("\"author\":\"deploy\"", "Deployed").doesNotContain("owner");
    assertThat(log.get(4)).contains("\"type\":\"channel\"", "\"topic\":\"All of them\"");
    assertThat(importer.report().toJson().toString())
        .contains("Big_Ideas/2023-11-14.json, message 3", "what happened in the channel")
        .contains("only files or blocks");
    var first = log.stream().map(ImportTest::idOf).limit(4).toList();
    log.clear();
    SlackImport.run(zip, importer(MOD), Map.of("+1", "👍"), 100);
    assertThat(log.stream().map(ImportTest::idOf).limit(4)).isEqualTo(first);
  }

  @Test
  void whatIsNoSlackExportIsNamed() throws IOException {
    var text = Files.writeString(directory.resolve("text"), "text");
    assertThatThrownBy(() -> SlackImport.run(text, importer(MOD), Map.of(), 9))
        .hasMessage("The body must be a zip file.");
    var other = directory.resolve("other.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(other))) {
      add(out, "users.json", "{}");
    }
    assertThatThrownBy(() -> SlackImport.run(other, importer(MOD), Map.of(), 9))
        .hasMessageStartingWith("users.json must be a JSON array of objects.");
  }

  @Test
  void theNamesOfEmojiAreThoseOfThePage() throws IOException {
    try (BufferedReader list = Files.newBufferedReader(Path.of("src/main/webapp/js/emoji.js"))) {
      var names = EmojiNames.of(list);
      assertThat(names).hasSizeGreaterThan(300).containsEntry("+1", "👍");
    }
  }

  /** A failure of Kafka is the answer, so that whoever imports sends it again. */
  @Test
  void whatKafkaDoesNotTakeIsNotImported() {
    var away = new ProblemException(Problem.of(503, "away"));
    var importer =
        new Importer(
            there,
            name -> false,
            event -> CompletableFuture.failedFuture(away),
            MOD,
            Viewer.NOBODY);
    assertThatThrownBy(() -> run(importer, edited())).isSameAs(away);
  }

  private Path zip() throws IOException {
    var zip = directory.resolve("slack.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      add(
          out,
          "users.json",
          """
          [{"id":"U1","name":"ada","profile":{"display_name":"Ada L"}},{"id":"U2","name":"Bob"}]""");
      add(
          out,
          "channels.json",
          """
          [{"id":"C1","name":"Big_Ideas","topic":{"value":"All of them"},"is_archived":false}]""");
      add(
          out,
          "Big_Ideas/2023-11-14.json",
          """
          [{"type":"message","user":"U1","ts":"1700000000.000100","thread_ts":"1700000000.000100",
            "text":"Hi <@U2>, see <#C1|x> &amp; <https://x.org|a label> :+1:",
            "reactions":[{"name":"+1","users":["U2"],"count":1},{"name":"parrot","users":["U2"]}]},
           {"type":"message","user":"U2","ts":"1700000001.5","thread_ts":"1700000000.000100","text":"Hello"},
           {"type":"message","subtype":"channel_join","user":"U2","ts":"1700000002.1","text":"joined"},
           {"type":"message","user":"U2","ts":"1700000003.1","text":"","files":[{}]}]""");
      add(
          out,
          "Big_Ideas/2023-11-15.json",
          """
          [{"type":"message","subtype":"bot_message","username":"deploy","ts":"1700090000.1","text":"Deployed"}]""");
    }
    return zip;
  }

  private static void add(ZipOutputStream out, String name, String content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content.getBytes(UTF_8));
  }

  private static String idOf(String event) {
    return event.replaceFirst(".*?\"id\":\"([^\"]*)\".*", "$1");
  }

  private JsonObject importLines(Identity by, String... lines) throws IOException {
    var importer = importer(by);
    run(importer, lines);
    return importer.report().toJson();
  }

  private static void run(Importer importer, String... lines) throws IOException {
    var bytes = String.join("\n", lines).getBytes(UTF_8);
    new NdjsonImport(new ByteArrayInputStream(bytes), importer, 100).run();
  }

  private Importer importer(Identity by) {
    return new Importer(there, lost::contains, this::append, by, Viewer.NOBODY);
  }

  private CompletableFuture<?> append(BoardEvent event) {
    log.add(MessageJson.writeRecord(event));
    return CompletableFuture.completedFuture(null);
  }

  private static ArchiveImport.Standing standing(
      String content, int revision, boolean imported, Set<String> reactions) {
    return new ArchiveImport.Standing("general", "Ada", content, revision, imported, reactions);
  }

  private static String channel(String name, String kind, boolean archived) {
    return "{\"type\":\"channel\",\"channel\":\"%s\",\"topic\":\"\",\"kind\":\"%s\",\"archived\":%s}"
        .formatted(name, kind, archived);
  }

  private static String edited() {
    return message(
        """
        "person":"%s","content":"three","revision":3,"editedAt":"2020-01-03T00:00:00Z","revisions":[\
        {"revision":1,"content":"one","timestamp":"2020-01-01T00:00:00Z"},\
        {"revision":2,"content":"two","timestamp":"2020-01-02T00:00:00Z"}],\
        "reactions":[{"emoji":"👍","by":"Bob","person":"%s"}]"""
            .formatted(ADA, BOB));
  }

  private static String message(String members) {
    return """
        {"type":"message","id":"%s","channel":"general","author":"Ada","timestamp":"2020-01-01T00:00:00Z",%s}"""
        .formatted(ID, members);
  }
}
