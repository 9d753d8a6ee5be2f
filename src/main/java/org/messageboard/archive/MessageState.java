package org.messageboard.archive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the judge must know about a message, as it is after the events judged so far. */
final class MessageState {

  final String channel;
  final String owner;
  int revision;
  boolean deleted;
  boolean erased;

  /** By emoji, the place of the first of its reactions, and how many there are. */
  final Map<String, Reactions> reactions = new HashMap<>();

  /** Who reacts with which emoji, as far as somebody may react again or withdraw it. */
  final Set<Reactor> reactors = new HashSet<>();

  record Reactor(String emoji, String owner) {}

  record Reactions(long began, int count) {}

  MessageState(String channel, String owner, int revision, boolean deleted) {
    this.channel = channel;
    this.owner = owner;
    this.revision = revision;
    this.deleted = deleted;
  }

  /** Adds a reaction; returns the place at which its emoji began. */
  long react(Reactor reactor, long place) {
    reactors.add(reactor);
    var now =
        reactions.merge(
            reactor.emoji(),
            new Reactions(place, 1),
            (before, one) -> new Reactions(before.began(), before.count() + 1));
    return now.began();
  }

  void withdraw(Reactor reactor) {
    reactors.remove(reactor);
    reactions.computeIfPresent(
        reactor.emoji(),
        (emoji, before) ->
            before.count() == 1 ? null : new Reactions(before.began(), before.count() - 1));
  }
}
