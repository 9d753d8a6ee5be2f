package org.messageboard.changing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.messageboard.accounts.Viewers;
import org.messageboard.archive.Archive;
import org.messageboard.archive.ArchiveReader;
import org.messageboard.board.MessageJson;
import org.messageboard.view.ViewReader;
import org.messageboard.writing.Standing;

/**
 * Messages that may be too old for Redis. All that can still happen to one that only the archive
 * has is its deletion: the archive judges that however old the message is, and {@code judge.lua}
 * removes what is left of it. An edit or a reaction would have to be shown on streams and in lists
 * that no longer know the message.
 */
@ApplicationScoped
class OldMessages {

  @Inject ViewReader store;
  @Inject Archive archive;
  @Inject ArchiveReader reader;
  @Inject Viewers viewers;

  /**
   * The message of an id, wherever it is.
   *
   * @throws org.messageboard.http.ProblemException status 404 if it is unknown or hidden, 503 if
   *     only the archive could say
   */
  Standing find(String id, String caller) {
    return Standing.find(id, store, caller)
        .or(() -> old(id, caller))
        .orElseThrow(Standing::unknown);
  }

  private Optional<Standing> old(String id, String caller) {
    var known = MessageJson.idOf(id);
    return archive.isEnabled() && known != null
        ? reader.find(known, viewers.of(caller)).map(m -> Standing.of(m.json(), m.owner()))
        : Optional.empty();
  }
}
