package org.messageboard.benchmark;

import java.io.Serializable;

/**
 * What the clients do in one measurement.
 *
 * @param kind how they behave
 * @param clients who listens
 * @param posts what is posted
 * @param warmUp seconds before the measurement
 * @param seconds how long is measured
 */
record Load(Kind kind, Clients clients, Posts posts, int warmUp, int seconds)
    implements Serializable {

  /** How the clients behave. */
  enum Kind {
    /** They listen, and others post. */
    STEADY,
    /** Nothing is posted. */
    IDLE,
    /** Many of them come back at once while others listen. */
    RETURN
  }

  /**
   * The clients of the stream.
   *
   * @param number how many
   * @param sampled of how many of them the latency of every event is measured
   * @param returning how many of them lose their connections and come back
   * @param stalled how many of them do not read
   */
  record Clients(int number, int sampled, int returning, int stalled) implements Serializable {

    /**
     * Whether the latencies of this client are measured: some of those that stay, evenly spread.
     */
    boolean isSampled(int index) {
      int staying = number - returning;
      return index >= returning && (long) (index - returning) * sampled % staying < sampled;
    }
  }

  /**
   * What is posted.
   *
   * @param rate messages a second; 0 for as many as are answered
   * @param connections that post, in turn
   * @param channels posts go to one after the other
   * @param textLength characters of a message
   */
  record Posts(int rate, int connections, int channels, int textLength) implements Serializable {

    boolean hasRate() {
      return rate > 0;
    }

    /** The name of the channel of this index. */
    String channel(int index) {
      return channels == 1 ? "general" : "bench-" + index;
    }
  }

  private static final int SAMPLED = 20;
  private static final int TEXT = 60;
  private static final int WARM_UP = 5;
  private static final int SECONDS = 20;

  /** So that an answer may take this part of a second before a post waits for a connection. */
  private static final int POSTS_PER_CONNECTION = 16;

  private static final int MOST_CONNECTIONS = 128;

  /** Clients that listen while others post so many messages a second. */
  static Load steady(int clients, int rate) {
    int connections = Math.min(MOST_CONNECTIONS, Math.max(4, rate / POSTS_PER_CONNECTION));
    return new Load(
        Kind.STEADY,
        new Clients(clients, Math.min(clients, SAMPLED), 0, 0),
        new Posts(rate, connections, 1, TEXT),
        WARM_UP,
        SECONDS);
  }

  /** Clients that listen while so many connections post as fast as they are answered. */
  static Load asFastAsTheyGo(int clients, int connections) {
    return steady(clients, 0).posting(new Posts(0, connections, 1, TEXT));
  }

  /** Clients that hear nothing, for three times as long as others. */
  static Load idle(int clients) {
    return new Load(
        Kind.IDLE, new Clients(clients, 0, 0, 0), new Posts(1, 1, 1, TEXT), 0, 3 * SECONDS);
  }

  /** Clients of which so many come back at once, and others that stay. */
  static Load returning(int returning, int staying, int rate) {
    var load = steady(staying, rate);
    var clients = new Clients(returning + staying, staying, returning, 0);
    return new Load(Kind.RETURN, clients, load.posts, WARM_UP, SECONDS);
  }

  /** Posts go to so many channels; each client follows one, when there are several. */
  Load inChannels(int channels) {
    return posting(new Posts(posts.rate, posts.connections, channels, posts.textLength));
  }

  /** Messages are so long, in characters. */
  Load withText(int length) {
    return posting(new Posts(posts.rate, posts.connections, posts.channels, length));
  }

  /** So many of the clients do not read. */
  Load withStalled(int number) {
    var some = new Clients(clients.number, clients.sampled, clients.returning, number);
    return new Load(kind, some, posts, warmUp, seconds);
  }

  /** The same, measured for so much of the usual time. */
  Load scaled(double factor) {
    return new Load(kind, clients, posts, warmUp, (int) Math.max(1, Math.round(factor * seconds)));
  }

  /** The same, measured after so many seconds. */
  Load after(int warmUp) {
    return new Load(kind, clients, posts, warmUp, seconds);
  }

  private Load posting(Posts others) {
    return new Load(kind, clients, others, warmUp, seconds);
  }
}
