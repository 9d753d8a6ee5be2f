package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.messageboard.board.ChannelChanged;
import org.messageboard.board.ChannelSettings;
import org.messageboard.board.Identity;
import org.messageboard.board.Member;
import org.messageboard.board.Origin;
import org.messageboard.http.ProblemException;
import org.messageboard.log.MessageLog;
import org.messageboard.view.ChannelReader;
import org.messageboard.view.People;
import org.messageboard.writing.Fields;

/** Creates private channels, each with one event, so that nobody sees half of one. */
@ApplicationScoped
class NewChannels {

  @Inject MessageLog log;
  @Inject ChannelReader channels;
  @Inject People people;

  /**
   * Creates a channel unless it is there already, and answers what it is like.
   *
   * @param origin names the channel
   * @param status of the answer about one that is there
   */
  CompletableFuture<Response> open(
      Origin origin,
      ChannelSettings settings,
      Identity by,
      List<Member> members,
      int status,
      String trace) {
    return existing(origin.channel(), by, status)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> create(origin, settings, by, members, trace));
  }

  private Optional<Response> existing(String name, Identity caller, int status) {
    try {
      var channel = channels.channel(name, caller.subject());
      return Optional.of(ChannelJson.answer(status, ChannelJson.of(channel)));
    } catch (ProblemException e) {
      if (e.problem().status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The members that a channel begins with: the caller, and the others.
   *
   * @param field where the request names them
   * @throws ProblemException status 400 if one of them never signed in, or a field is invalid
   */
  List<Member> members(Identity caller, Collection<String> others, String field, Fields fields) {
    var members = new ArrayList<Member>();
    members.add(new Member(caller.person(), caller.name()));
    fields.check();
    for (var person : others) {
      if (!person.equals(caller.person())) {
        people
            .name(person)
            .ifPresentOrElse(
                name -> members.add(new Member(person, name)),
                () ->
                    fields.fail(field, "has an id that nobody who signed in has: " + person + "."));
      }
    }
    fields.check();
    return members;
  }

  private CompletableFuture<Response> create(
      Origin origin, ChannelSettings settings, Identity by, List<Member> members, String trace) {
    var created = new ChannelChanged(origin, settings, by.name(), members);
    var json = ChannelJson.of(origin.channel(), settings, members.size());
    return log.append(created, trace)
        .thenApply(stored -> ChannelJson.answer(202, json))
        .toCompletableFuture();
  }
}
