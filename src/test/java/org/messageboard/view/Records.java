package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelName;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Closed;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Pinned;
import org.messageboard.board.Reacted;
import org.messageboard.board.Reported;
import org.messageboard.board.Restricted;
import org.messageboard.board.Restriction;

/** Records of one partition for tests, each at the next offset. */
public final class Records {

  static final String PRIVATE = ChannelName.ofPrivate("ada", "key");
  static final String DIRECT = ChannelName.ofDirect(List.of("ada", "bob"));

  private static final List<String> CHANNELS = List.of("a", "b", "c", "d");
  private static final List<String> ROOMS =
      List.of(PRIVATE, ChannelName.ofPrivate("bob", "key"), DIRECT);
  private static final List<String> PEOPLE = List.of("ada", "bob", "eve");
  private static final List<String> EMOJI = List.of("👍", "❤️", "🎉");
  private static final String TIME = "2026-03-01T12:00:00.000Z";

  public final List<ViewRecord> all = new ArrayList<>();

  /** Whether a moderator does what comes next. */
  private boolean moderator;

  public static String id(int number) {
    return new UUID(0x4000, number).toString();
  }

  Records add(BoardEvent event) {
    all.add(new ViewRecord(0, all.size() - 1L, all.size(), event, ""));
    moderator = false;
    return this;
  }

  /** A moderator does what comes next. */
  public Records asModerator() {
    moderator = true;
    return this;
  }

  public Records post(int id, String owner, String channel, String content) {
    return post(id, owner, channel, content, null);
  }

  Records reply(int id, String owner, String channel, int root) {
    return post(id, owner, channel, "re", id(root));
  }

  private Records post(int id, String owner, String channel, String content, String root) {
    return add(message(id, owner, channel, content, root, moderator));
  }

  /** A post of a moderator. */
  Records announce(int id, String owner, String channel, String root) {
    return add(message(id, owner, channel, "announced", root, true));
  }

  private Message message(
      int id, String owner, String channel, String content, String root, boolean moderator) {
    var mentions = List.of("Bob");
    var bot = id % 9 > 0 ? null : id % 2 > 0 ? "" : "🔔";
    return new Message(
        null, id(id), channel, "Ada", content, time(), owner, root, mentions, moderator, bot);
  }

  public Records edit(int id, String owner, String channel, String content, int revision) {
    return add(new Edited(origin(owner, channel), id(id), content, List.of(), revision));
  }

  public Records delete(int id, String owner, String channel, String by) {
    var name = by.equals(Deleted.MODERATOR) ? name(owner) : null;
    return add(new Deleted(origin(owner, channel), id(id), by, "of a test", name));
  }

  Records pin(int id, String owner, String channel) {
    return add(new Pinned(origin(owner, channel), id(id), name(owner), false));
  }

  Records unpin(int id, String owner, String channel) {
    return add(new Pinned(origin(owner, channel), id(id), name(owner), true));
  }

  /**
   * @param until how many records later it ends; null for a restriction that does not
   */
  Records restrict(String owner, String who, String kind, Integer until) {
    var end = until == null ? null : time(all.size() + until);
    var restriction = new Restriction(kind, end, "of a test");
    return add(new Restricted(moderation(owner), member(who), restriction, name(owner)));
  }

  Records lift(String owner, String who) {
    return add(new Restricted(moderation(owner), member(who), null, name(owner)));
  }

  Records report(int id, String owner, String author) {
    var person = author == null ? null : Identity.person(author);
    var report = Reported.id(id(id), owner);
    return add(
        new Reported(moderation(owner), report, id(id), person, "\"closed\":{", name(owner)));
  }

  Records close(int id, String reporter, String owner, String outcome) {
    var report = Reported.id(id(id), reporter);
    return add(new Closed(moderation(owner), report, outcome, name(owner)));
  }

  private Origin moderation(String owner) {
    return origin(owner, ChannelName.MODERATION);
  }

  /** Deletes what is left of a message, its author, too. */
  public Records erase(int id, String channel) {
    return add(new Deleted(origin("mod", channel), id(id), Deleted.MODERATOR, null, null, true));
  }

  public Records react(int id, String owner, String channel, String emoji) {
    return add(new Reacted(origin(owner, channel), id(id), emoji, "name of " + owner, false));
  }

  public Records unreact(int id, String owner, String channel, String emoji) {
    return add(new Reacted(origin(owner, channel), id(id), emoji, null, true));
  }

  Records set(String channel, String topic, boolean archived) {
    return set("ada", channel, new ChannelSettings(topic, ChannelSettings.OPEN, archived, null));
  }

  Records lock(String channel, boolean locked) {
    return set("mod", channel, new ChannelSettings("", ChannelSettings.OPEN, false, locked, null));
  }

  Records set(String owner, String channel, ChannelSettings settings, String... members) {
    var all = Stream.of(members).map(Records::member).toList();
    return add(new ChannelChanged(origin(owner, channel), settings, name(owner), all));
  }

  /** A private channel, or direct messages. */
  public Records create(String channel, String... members) {
    var settings =
        ChannelName.isDirect(channel)
            ? new ChannelSettings("", ChannelSettings.DIRECT, false, null)
            : new ChannelSettings("", ChannelSettings.PRIVATE, false, "title of " + channel);
    return set(members[0], channel, settings, members);
  }

  public Records join(String channel, String who, String by) {
    return add(new MemberChanged(origin(by, channel), member(who), name(by), false));
  }

  public Records leave(String channel, String who, String by) {
    return add(new MemberChanged(origin(by, channel), member(who), name(by), true));
  }

  private static Member member(String subject) {
    return new Member(Identity.person(subject), name(subject));
  }

  private static Member nameless(String subject) {
    return new Member(Identity.person(subject), Deleted.ERASED);
  }

  private static String name(String subject) {
    return subject + " \"},{";
  }

  private Origin origin(String owner, String channel) {
    var event = new UUID(0x5000, all.size()).toString();
    return new Origin(event, channel, owner, time(), moderator);
  }

  /** A millisecond later for each record. */
  private String time() {
    return time(all.size());
  }

  private static String time(int record) {
    return TIME.replace("00.000", "%02d.%03d".formatted(record / 1000 % 60, record % 1000));
  }

  /** Random events in open channels, most of which count. */
  public static List<ViewRecord> random(int count, Random random) {
    return random(count, random, false);
  }

  /** The same in private channels, too, which people join and leave. */
  public static List<ViewRecord> randomWithRooms(int count, Random random) {
    return random(count, random, true);
  }

  private static List<ViewRecord> random(int count, Random random, boolean rooms) {
    var records = new Records();
    for (int i = 0; i < count; i++) {
      records.moderator = random.nextInt(6) == 0;
      if (rooms && random.nextInt(4) == 0) {
        records.addInRooms(i, random);
      } else if (rooms && random.nextInt(5) == 0) {
        records.addModeration(i, random);
      } else {
        records.addOpen(i, random);
      }
    }
    return records.all;
  }

  private void addOpen(int i, Random random) {
    int about = Math.max(0, i - random.nextInt(1 + random.nextInt(120)));
    // Most of what people do, they may do
    var channel = random.nextInt(9) == 0 ? pick(CHANNELS, random) : channel(about);
    var who = random.nextInt(9) == 0 ? pick(PEOPLE, random) : owner(about);
    switch (random.nextInt(13)) {
      case 0, 1 -> edit(about, who, channel, "edited " + i, 2 + random.nextInt(2));
      case 2 -> {
        var by = List.of("owner", "owner", "moderator", "").get(random.nextInt(4));
        if (by.isEmpty()) {
          erase(about, channel);
        } else {
          delete(about, who, channel, by);
        }
      }
      case 3, 4 -> react(about, who, channel, pick(EMOJI, random));
      case 5 -> unreact(about, who, channel, pick(EMOJI, random));
      case 6 -> reply(i, owner(i), channel, about);
      case 7 -> {
        boolean locked = random.nextInt(5) == 0;
        var topic = "topic " + random.nextInt(3);
        boolean archived = random.nextInt(9) == 0;
        var settings = new ChannelSettings(topic, ChannelSettings.OPEN, archived, locked, null);
        set("ada", channel, settings);
      }
      default -> post(i, owner(i), channel(i), "content " + i);
    }
  }

  private void addModeration(int i, Random random) {
    moderator = random.nextInt(9) > 0;
    // Few messages, so that what is undone was often done
    int about = i - i % 8;
    var until = random.nextBoolean() ? null : random.nextInt(200);
    var kind = random.nextBoolean() ? Restriction.MUTED : Restriction.BANNED;
    switch (random.nextInt(8)) {
      case 0, 1 -> restrict("mod", pick(PEOPLE, random), kind, until);
      case 2 -> lift("mod", pick(PEOPLE, random));
      case 3 -> report(i - i % 40, "eve", random.nextBoolean() ? null : owner(about));
      case 4 -> close(i - i % 40, "eve", "mod", Closed.DISMISSED);
      case 5 -> unpin(about, "mod", channel(about));
      default -> pin(about, "mod", channel(about));
    }
  }

  private void addInRooms(int i, Random random) {
    int about = Math.max(0, i - random.nextInt(40));
    var room = pick(ROOMS, random);
    var who = pick(PEOPLE, random);
    var title = new ChannelSettings("", ChannelSettings.PRIVATE, i % 9 == 0, "title " + i % 3);
    var announcement = new ChannelSettings("", ChannelSettings.ANNOUNCEMENT, false, null);
    switch (random.nextInt(16)) {
      case 0 -> create(room, who, pick(PEOPLE, random));
      case 1, 2 -> join(room, pick(PEOPLE, random), who);
      case 3 -> leave(room, pick(PEOPLE, random), who);
      case 4 -> set(who, room, title);
      case 5 -> reply(i, who, room, about);
      case 6 -> react(about, who, room, pick(EMOJI, random));
      case 7 -> delete(about, who, room, "moderator");
      case 8 -> set(who, channel(i), announcement);
      case 12 -> unreact(about, who, room, pick(EMOJI, random));
      case 13 -> add(new MemberChanged(origin(who, room), nameless(who), "mod", true));
      case 9 -> announce(i, who, channel(i), null);
      case 10, 11 -> ROOMS.forEach(each -> pin(Math.max(0, i - about % 5), who, each));
      case 14 -> lock(channel(i), i % 3 == 0);
      case 15 -> create(i % 5 > 0 ? room : ChannelName.MODERATION, who);
      default -> post(i, who, room, "content " + i);
    }
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
