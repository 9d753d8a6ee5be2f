package org.messageboard.sse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.live.Filter;
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

  @Inject Streams streams;
  @Inject ChannelReader channels;

  /**
   * Admits a client. Call this before answering, because everything posted after the client has its
   * answer must reach it.
   *
   * @throws ProblemException status 400 for a channel that cannot be, 404 for one that the client
   *     may not see, 503 if the server is full, 429 if the address has too many streams
   */
  public Client admit(Wish wish, HttpServletRequest request, HttpServletResponse response) {
    refuseUnknown(wish.channel(), request);
    var address = request.getRemoteAddr();
    admit(address, response);
    var person = Caller.of(request).filter(Identity::isSignedIn);
    var reader = streams.enter(person.map(Identity::person));
    try {
      var filter =
          Filter.of(wish.channel(), wish.author(), reader)
              .moderator(person.filter(Identity::isModerator).isPresent());
      var cursor = streams.cursor(wish.position(), filter);
      return new Client(address, reader, cursor, Caller.session(request));
    } catch (RuntimeException | Error e) {
      streams.release(address, reader);
      throw e;
    }
  }

  private void refuseUnknown(String channel, HttpServletRequest request) {
    if (channel != null && !ChannelName.isValid(channel)) {
      throw new ProblemException(
          Problem.of(400, List.of(new FieldError("channel", ChannelName.RULE))));
    }
    // An open one can be followed while Redis is away
    if (channel != null && ChannelName.isPrivate(channel)) {
      channels.requireVisible(channel, Caller.subject(request));
    }
  }

  /** A refused client does not keep its connection, because connections are limited too. */
  private void admit(String address, HttpServletResponse response) {
    try {
      streams.admit(address);
    } catch (ProblemException e) {
      response.setHeader("Connection", "close");
      throw e;
    }
  }
}
