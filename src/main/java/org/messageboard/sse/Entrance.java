package org.messageboard.sse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.live.EventLog.AwayException;
import org.messageboard.live.Filter;
import org.messageboard.live.Membership;
import org.messageboard.view.ChannelReader;

/** Decides who gets a stream and what of the board is in it, whatever the transport. */
@ApplicationScoped
public class Entrance {

  /** A position that no board ever had, so that an unreadable one is answered with a reset. */
  private static final Position UNREADABLE = new Position("unreadable", 0);

  /**
   * What a client asks for.
   *
   * @param channel only this channel; null for all
   * @param author only this author's messages; null for everything
   * @param after the last event that the client has, as it was sent; null or empty for none
   */
  public record Wish(String channel, String author, String after) {

    Position position() {
      return after == null || after.isEmpty() ? null : Position.parse(after).orElse(UNREADABLE);
    }
  }

  /** Until then Redis may have answered somebody else. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  @Inject Streams streams;

  /**
   * Admits a client. Call this before answering, because everything posted after the client has its
   * answer must reach it.
   *
   * @throws ProblemException status 400 for a channel that cannot be, 404 for one that the client
   *     may not see, 503 if the server is full or Redis does not say who may see the channel, 429
   *     if the address has too many streams
   */
  public Client admit(Wish wish, HttpServletRequest request, HttpServletResponse response) {
    refuseInvalid(wish.channel());
    var address = request.getRemoteAddr();
    int places = Admission.places(request);
    admit(address, places, response);
    var person = Caller.of(request).filter(Identity::isSignedIn);
    var reader = streams.enter(person.map(Identity::person));
    try {
      refuseUnknown(wish.channel(), reader);
      var filter =
          Filter.of(wish.channel(), wish.author(), reader)
              .moderator(person.filter(Identity::isModerator).isPresent());
      var cursor = streams.cursor(wish.position(), filter);
      return new Client(address, places, reader, cursor, Caller.session(request));
    } catch (RuntimeException | Error e) {
      streams.release(address, places, reader);
      throw e;
    }
  }

  private static void refuseInvalid(String channel) {
    if (channel != null && !ChannelName.isValid(channel)) {
      throw new ProblemException(
          Problem.of(400, List.of(new FieldError("channel", ChannelName.RULE))));
    }
  }

  /**
   * An open channel can be followed while Redis is away. For a private one the person's channels
   * are read, which the stream needs anyway, or known from another stream of the person: a crowd
   * that comes back waits for Redis for some seconds before anybody is refused.
   */
  private static void refuseUnknown(String channel, Membership reader) {
    if (channel == null || !ChannelName.isPrivate(channel)) {
      return;
    }
    try {
      reader.load();
    } catch (AwayException e) {
      throw new ProblemException(
          Problem.unavailable(
              "At the moment it cannot be found out who is in this channel. Try again shortly.",
              RETRY_AFTER));
    }
    if (!reader.maySee(channel)) {
      throw ChannelReader.unknown();
    }
  }

  /** A refused client does not keep its connection, because connections are limited too. */
  private void admit(String address, int places, HttpServletResponse response) {
    try {
      streams.admit(address, places);
    } catch (ProblemException e) {
      response.setHeader("Connection", "close");
      throw e;
    }
  }
}
