package org.messageboard.posting;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.faulttolerance.exceptions.FaultToleranceException;
import org.messageboard.board.Message;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.view.ArchivedChannels;
import org.messageboard.view.ViewReader;
import org.messageboard.view.ViewReader.Found;
import redis.clients.jedis.exceptions.JedisException;

/** Appends posts to Kafka, unless they are there already or their channel does not take them. */
@ApplicationScoped
class Posts {

  private static final Logger LOG = Logger.getLogger(Posts.class.getName());

  @Inject MessageLog log;
  @Inject ViewReader store;
  @Inject ArchivedChannels archived;

  private UsedKeys keys;

  @PostConstruct
  void wire() {
    keys = new UsedKeys(this::onBoard);
  }

  /**
   * Completes once every in-sync replica has the message, within two seconds: the one that was
   * posted first, if its id is one that was used before.
   *
   * @param keyed whether the client chose the id
   * @throws ProblemException status 403 or 409 if the channel does not take it, 422 if the id was
   *     used for another message
   */
  CompletableFuture<Message> append(Message message, boolean keyed, String trace) {
    archived.refusePost(message.channel(), message.moderator());
    var first = keyed ? keys.first(message) : message;
    return first.position() == null
        ? log.append(first, trace).toCompletableFuture()
        : CompletableFuture.completedFuture(first);
  }

  /** Posting goes on while Redis is away. */
  private Optional<Found> onBoard(Message message) {
    try {
      return store.find(message.id(), message.owner());
    } catch (JedisException | FaultToleranceException | ProblemException e) {
      LOG.log(Level.FINE, "Whether a key was used before is not known: Redis cannot be read", e);
      return Optional.empty();
    }
  }
}
