package org.messageboard.keeping;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/**
 * Reads the public channels of a Slack workspace, as Slack exports them in a zip: {@code
 * channels.json}, {@code users.json} and {@code <channel>/<date>.json}.
 */
final class SlackImport {

  /** Bytes of a file, unpacked: a busy channel's day. */
  private static final int LARGEST_FILE = 64 << 20;

  private static final int LONGEST_NAME = 40;

  private final ZipFile zip;
  private final Importer importer;
  private final Map<String, String> emoji;
  private final int maxContent;

  private SlackImport(ZipFile zip, Importer importer, Map<String, String> emoji, int maxContent) {
    this.zip = zip;
    this.importer = importer;
    this.emoji = emoji;
    this.maxContent = maxContent;
  }

  /**
   * Imports a zip.
   *
   * @param emoji each by its names, such as {@code thumbsup}
   * @throws ProblemException status 400 with the file that cannot be read; all before it is
   *     imported
   */
  static void run(Path file, Importer importer, Map<String, String> emoji, int maxContent)
      throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      new SlackImport(zip, importer, emoji, maxContent).run();
    } catch (ZipException e) {
      throw new ProblemException(Problem.of(400, "The body must be a zip file."), e);
    }
  }

  private void run() throws IOException {
    var users = new HashMap<String, JsonObject>();
    objects("users.json").forEach(user -> users.put(user.getString("id", ""), user));
    var names = new HashMap<String, String>();
    var channels = objects("channels.json");
    var taken = new HashSet<String>();
    channels.forEach(
        channel ->
            names.put(channel.getString("id", ""), name(channel.getString("name", ""), taken)));
    var text = new SlackText(users, names, emoji);
    var days = days();
    for (var channel : channels) {
      take(channel, names.get(channel.getString("id", "")), text, days);
    }
    importer.end();
  }

  /** The files of each directory, by date. */
  private Map<String, List<String>> days() {
    return zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.matches("[^/]+/[0-9-]+\\.json"))
        .sorted()
        .collect(groupingBy(name -> name.substring(0, name.indexOf('/')), TreeMap::new, toList()));
  }

  private void take(JsonObject channel, String name, SlackText text, Map<String, List<String>> days)
      throws IOException {
    var topic = SlackText.member(channel, "topic").getString("value", "");
    var settings =
        new ChannelSettings(
            cut(topic.replaceAll("\\p{Cc}", " "), ChannelSettings.MAX_TOPIC),
            ChannelSettings.OPEN,
            channel.getBoolean("is_archived", false),
            null);
    importer.take(new ImportedChannel(name, settings, List.of()));
    var id = channel.getString("id", "");
    for (var day : days.getOrDefault(channel.getString("name", ""), List.of())) {
      int number = 0;
      for (var message : objects(day)) {
        take(day + ", message " + ++number, new SlackMessage(id, name, message, text));
      }
    }
  }

  private void take(String where, SlackMessage message) {
    var refusal = message.refusal(maxContent);
    if (refusal == null) {
      importer.take(where, message.message());
    } else {
      importer.report().skip(where, refusal);
    }
  }

  private List<JsonObject> objects(String file) throws IOException {
    var entry = zip.getEntry(file);
    if (entry == null) {
      throw wrong(file, "is not in the zip.", null);
    }
    try (var in = zip.getInputStream(entry)) {
      var bytes = in.readNBytes(LARGEST_FILE + 1);
      if (bytes.length > LARGEST_FILE) {
        throw wrong(file, "must have at most " + LARGEST_FILE + " bytes.", null);
      }
      return objects(bytes);
    } catch (JsonException | ClassCastException e) {
      throw wrong(file, "must be a JSON array of objects.", e);
    }
  }

  private static List<JsonObject> objects(byte[] bytes) {
    try (var reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      JsonArray array = reader.readArray();
      var objects = new ArrayList<JsonObject>();
      for (JsonValue each : array) {
        objects.add(each.asJsonObject());
      }
      return objects;
    }
  }

  private ProblemException wrong(String file, String what, Throwable cause) {
    importer.end();
    return new ProblemException(
        Problem.of(400, file + " " + what + " What comes before it was imported."), cause);
  }

  /** Slack's names may have more letters, and be longer. */
  private static String name(String slack, Set<String> taken) {
    var plain = slack.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var name = cut(plain.replaceAll("^-+", ""), LONGEST_NAME);
    var first = ChannelName.isValid(name) && !ChannelName.isPrivate(name) ? name : "slack";
    var free = first;
    for (int i = 2; !taken.add(free); i++) {
      free = cut(first, LONGEST_NAME - 4) + "-" + i;
    }
    return free;
  }

  private static String cut(String text, int max) {
    return text.codePointCount(0, text.length()) <= max
        ? text
        : text.substring(0, text.offsetByCodePoints(0, max));
  }
}
