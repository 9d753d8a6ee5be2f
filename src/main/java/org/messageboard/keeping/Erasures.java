package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.accounts.AuthSettings;
import org.messageboard.accounts.Sessions;
import org.messageboard.archive.ArchiveErasure;
import org.messageboard.archive.ArchiveErasure.Reacted;
import org.messageboard.archive.ArchiveErasure.Written;
import org.messageboard.board.BoardEvent;
import org.messageboard.board.Deleted;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.MemberChanged;
import org.messageboard.log.MessageLog;
import org.messageboard.marks.ReadMarks;
import org.messageboard.view.People;

/**
 * Removes all traces of people. What they wrote is deleted by events of the log, so that Redis and
 * the archive lose it, and neither gets it back from Kafka. What is left is looked up again each
 * time, so it does not matter where a server was killed.
 */
@ApplicationScoped
class Erasures {

  private static final Logger LOG = Logger.getLogger(Erasures.class.getName());
  private static final int PAGE = 200;

  /** Twice as long each time, because looking again reads all messages: 51 s together. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);

  private static final int PAUSES = 8;

  @Inject ArchiveErasure archive;
  @Inject AuthSettings auth;
  @Inject MessageLog log;
  @Inject ReadMarks marks;
  @Inject Sessions sessions;
  @Inject People people;

  /** Goes on with all erasures that have not ended. */
  void run() {
    for (var person : archive.open()) {
      try {
        run(person);
      } catch (SQLException e) {
        LOG.log(Level.WARNING, "An erasure could not go on ({0}); trying again", e.getMessage());
      }
    }
  }

  private void run(String person) throws SQLException {
    if (archive.isHeld(person)) {
      archive.note(person, "The person is under a legal hold.", false);
      return;
    }
    var subjects = new HashSet<>(archive.subjects(person));
    if (auth.signIn()) {
      subjects.addAll(marks.subjects(person));
      subjects.addAll(sessions.subjects(person));
    }
    subjects.add(Identity.imported(person));
    if (auth.signIn()) {
      subjects.forEach(sessions::erase);
    }
    people.forget(person);
    append(person, subjects);
    long held = left(person, subjects);
    if (held < 0) {
      LOG.log(Level.FINE, "The archive has yet to read the deletions of an erasure");
      return;
    }
    if (auth.signIn()) {
      subjects.forEach(marks::erase);
    }
    var waits =
        held == 0 ? null : held + " messages and reactions are in channels under a legal hold.";
    archive.note(person, waits, held == 0);
    LOG.log(Level.INFO, "An erasure {0}", held == 0 ? "has ended" : "waits for a legal hold");
  }

  private void append(String person, Set<String> subjects) throws SQLException {
    long after = 0;
    for (List<Written> page; !(page = archive.written(subjects, after, PAGE)).isEmpty(); ) {
      append(page.stream().filter(w -> !w.held()).<BoardEvent>map(Erasures::deletion).toList());
      after = page.get(page.size() - 1).place();
    }
    var reactions = archive.reacted(subjects);
    append(
        reactions.stream().filter(r -> !r.held()).<BoardEvent>map(Erasures::withdrawal).toList());
    var rooms = archive.rooms(person);
    append(rooms.stream().<BoardEvent>map(room -> departure(person, room)).toList());
    archive.found(person, reactions.size(), rooms.size());
  }

  private static BoardEvent deletion(Written written) {
    var owner = Identity.operator().subject();
    var event = Origins.derived(written.id(), "erasure");
    var origin = Origins.now(event, written.channel(), owner);
    return new Deleted(origin, written.id(), Deleted.MODERATOR, null, null, true);
  }

  private static BoardEvent withdrawal(Reacted reacted) {
    var event = Origins.derived(reacted.id(), "erasure " + reacted.emoji());
    var origin = Origins.now(event, reacted.channel(), reacted.owner());
    return new org.messageboard.board.Reacted(origin, reacted.id(), reacted.emoji(), null, true);
  }

  private static BoardEvent departure(String person, String room) {
    var event = Origins.derived(room, "erasure of " + person);
    var origin = Origins.now(event, room, Identity.imported(person));
    return new MemberChanged(origin, new Member(person, Deleted.ERASED), Deleted.ERASED, true);
  }

  private void append(List<BoardEvent> events) {
    for (int from = 0; from < events.size(); from += PAGE) {
      var sent = new ArrayList<CompletableFuture<?>>();
      events
          .subList(from, Math.min(events.size(), from + PAGE))
          .forEach(event -> sent.add(log.append(event, "").toCompletableFuture()));
      sent.forEach(CompletableFuture::join);
    }
  }

  /** Waits for the archive to read the events; how much is held, or -1 if that takes long. */
  private long left(String person, Set<String> subjects) throws SQLException {
    for (int i = 0; i < PAUSES; i++) {
      var written = archive.written(subjects, 0, Integer.MAX_VALUE);
      var reacted = archive.reacted(subjects);
      boolean held =
          written.stream().allMatch(Written::held)
              && reacted.stream().allMatch(Reacted::held)
              && archive.rooms(person).isEmpty();
      if (held) {
        return written.size() + reacted.size();
      }
      pause(FIRST_PAUSE.multipliedBy(1L << i));
    }
    return -1;
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The server stops.", e);
    }
  }
}
