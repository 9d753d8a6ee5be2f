package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;

/** Records of one partition for tests, each at the next offset. */
public final class Records {

  private static final List<String> CHANNELS = List.of("a", "b", "c", "d");
  private static final List<String> PEOPLE = List.of("ada", "bob", "eve");
  private static final List<String> EMOJI = List.of("👍", "❤️", "🎉");
  private static final String TIME = "2026-03-01T12:00:00.000Z";

  public final List<ViewRecord> all = new ArrayList<>();

  public static String id(int number) {
    return new UUID(0x4000, number).toString();
  }

  Records add(BoardEvent event) {
    all.add(new ViewRecord(0, all.size() - 1L, all.size(), event, ""));
    return this;
  }

  public Records post(int id, String owner, String channel, String content) {
    return post(id, owner, channel, content, null);
  }

  Records reply(int id, String owner, String channel, int root) {
    return post(id, owner, channel, "re", id(root));
  }

  private Records post(int id, String owner, String channel, String content, String root) {
    return add(
        new Message(null, id(id), channel, "Ada", content, time(), owner, root, List.of("Bob")));
  }

  public Records edit(int id, String owner, String channel, String content, int revision) {
    return add(new Edited(origin(owner, channel), id(id), content, List.of(), revision));
  }

  public Records delete(int id, String owner, String channel, String by) {
    return add(new Deleted(origin(owner, channel), id(id), by, "of a test"));
  }

  Records react(int id, String owner, String channel, String emoji) {
    return add(new Reacted(origin(owner, channel), id(id), emoji, "name of " + owner, false));
  }

  Records unreact(int id, String owner, String channel, String emoji) {
    return add(new Reacted(origin(owner, channel), id(id), emoji, null, true));
  }

  Records set(String channel, String topic, boolean archived) {
    return add(
        new ChannelChanged(origin("ada", channel), topic, ChannelChanged.OPEN, archived, "Ada"));
  }

  private Origin origin(String owner, String channel) {
    return new Origin(new UUID(0x5000, all.size()).toString(), channel, owner, time());
  }

  /** A second later for each record. */
  private String time() {
    return TIME.replace("00.000", "%02d.%03d".formatted(all.size() / 1000 % 60, all.size() % 1000));
  }

  /** Random events, most of which count. */
  public static List<ViewRecord> random(int count, Random random) {
    var records = new Records();
    for (int i = 0; i < count; i++) {
      int about = Math.max(0, i - random.nextInt(1 + random.nextInt(120)));
      // Most of what people do, they may do
      var channel = random.nextInt(9) == 0 ? pick(CHANNELS, random) : channel(about);
      var who = random.nextInt(9) == 0 ? pick(PEOPLE, random) : owner(about);
      switch (random.nextInt(13)) {
        case 0, 1 -> records.edit(about, who, channel, "edited " + i, 2 + random.nextInt(2));
        case 2 ->
            records.delete(about, who, channel, random.nextInt(3) > 0 ? "owner" : "moderator");
        case 3, 4 -> records.react(about, who, channel, pick(EMOJI, random));
        case 5 -> records.unreact(about, who, channel, pick(EMOJI, random));
        case 6 -> records.reply(i, owner(i), channel, about);
        case 7 -> records.set(channel, "topic " + random.nextInt(3), random.nextInt(9) == 0);
        default -> records.post(i, owner(i), channel(i), "content " + i);
      }
    }
    return records.all;
  }

  private static String channel(int id) {
    return CHANNELS.get(id / 7 % 11 % CHANNELS.size());
  }

  private static String owner(int id) {
    return PEOPLE.get(id % PEOPLE.size());
  }

  private static String pick(List<String> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
