package org.messageboard.archive;

import java.util.HashSet;
import java.util.Set;

/** The members of a private channel, as it is after the events judged so far. */
final class Room {

  /** As many as {@code judge.lua} allows. */
  private static final int MOST = 10_000;

  /** Those whom the batch is about. */
  private final Set<String> known = new HashSet<>();

  private int size;

  /**
   * @param size how many members it has, known or not; 0 if there is no such channel
   */
  Room(int size) {
    this.size = size;
  }

  /** A member of whom the archive has just been asked. */
  void know(String person) {
    known.add(person);
  }

  /** Whether there is such a channel: the last member never leaves. */
  boolean exists() {
    return size > 0;
  }

  boolean has(String person) {
    return known.contains(person);
  }

  /** False if the person is in it already, or it is full. */
  boolean enter(String person) {
    if (size >= MOST || !known.add(person)) {
      return false;
    }
    size++;
    return true;
  }

  /**
   * Whether somebody is in it who cannot leave it.
   *
   * @param isDirect whether nobody can
   */
  boolean stays(String person, boolean isDirect) {
    return has(person) && (isDirect || size == 1);
  }

  /** False if the person is not in it, or alone there. */
  boolean leave(String person) {
    if (size == 1 || !known.remove(person)) {
      return false;
    }
    size--;
    return true;
  }
}
