package org.messageboard.view;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.Deleted;
import org.messageboard.board.Edited;
import org.messageboard.board.Message;
import org.messageboard.board.Origin;
import org.messageboard.board.Reacted;

/** Records of one partition for tests, each at the next offset. */
final class Records {

  private static final String TIME = "2026-03-01T12:00:00.000Z";

  final List<ViewRecord> all = new ArrayList<>();

  static String id(int number) {
    return new UUID(0x4000, number).toString();
  }

  Records add(BoardEvent event) {
    all.add(new ViewRecord(0, all.size() - 1L, all.size(), event, ""));
    return this;
  }

  Records post(int id, String owner, String channel, String content) {
    return post(id, owner, channel, content, null);
  }

  Records reply(int id, String owner, String channel, int root) {
    return post(id, owner, channel, "re", id(root));
  }

  private Records post(int id, String owner, String channel, String content, String root) {
    return add(
        new Message(null, id(id), channel, "Ada", content, time(), owner, root, List.of("Bob")));
  }

  Records edit(int id, String owner, String channel, String content, int revision) {
    return add(new Edited(origin(owner, channel), id(id), content, List.of(), revision));
  }

  Records delete(int id, String owner, String channel, String by) {
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
}
