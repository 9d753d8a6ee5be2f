package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.archive.ArchiveKeeping;
import org.messageboard.archive.ArchiveKeeping.Expired;
import org.messageboard.board.Deleted;
import org.messageboard.board.Identity;
import org.messageboard.log.MessageLog;
import org.messageboard.view.ExtentReader;
import org.messageboard.view.Lengths;

/**
 * Removes messages whose time is over: of what Redis may still have, the content by an event, as
 * any deletion does; and then all of it from the archive.
 */
@ApplicationScoped
class Retention {

  private static final Logger LOG = Logger.getLogger(Retention.class.getName());
  private static final int PAGE = 200;

  /** Why such a message was deleted. */
  static final String REASON = "retention";

  @Inject ArchiveKeeping archive;
  @Inject ExtentReader extents;
  @Inject Lengths lengths;
  @Inject MessageLog log;

  /** Removes all that is over now. */
  void run() {
    long removed = 0;
    for (var channel : archive.limits().entrySet()) {
      removed += remove(channel.getKey(), channel.getValue());
    }
    if (removed > 0) {
      LOG.log(Level.INFO, "{0} messages were removed, because their time was over", removed + "");
    }
  }

  private long remove(String channel, long before) {
    long inList = archive.newest(channel, lengths.channel());
    long removed = 0;
    long after = 0;
    for (List<Expired> page; !(page = archive.expired(channel, before, after, PAGE)).isEmpty(); ) {
      var free = page.stream().filter(message -> message.id() != null).toList();
      delete(free, inList);
      removed += archive.remove(free.stream().map(Expired::id).toList());
      after = page.get(page.size() - 1).place();
    }
    return removed;
  }

  private void delete(List<Expired> messages, long inList) {
    var known = extents.known(messages.stream().map(Expired::id).toList());
    var sent = new ArrayList<CompletableFuture<?>>();
    messages.stream()
        .filter(m -> !m.deleted() && (m.place() >= inList || known.contains(m.id())))
        .forEach(m -> sent.add(log.append(deletion(m), "").toCompletableFuture()));
    sent.forEach(CompletableFuture::join);
  }

  private static Deleted deletion(Expired message) {
    var event = Origins.derived(message.id(), REASON);
    var origin = Origins.now(event, message.channel(), Identity.operator().subject());
    return new Deleted(origin, message.id(), Deleted.MODERATOR, REASON);
  }
}
