package org.messageboard.benchmark;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.messageboard.client.Network;

/**
 * All clients of the stream, on one thread. One whose connection ends comes back after a second, as
 * a browser does.
 */
final class Readers implements AutoCloseable {

  private static final Duration COME_BACK = Duration.ofSeconds(1);

  private final List<Reader> readers;
  private final Tally tally;
  private final Network network = new Network();
  private long closed;
  private String reason = "";

  Readers(List<Reader> readers, Tally tally) {
    this.readers = readers;
    this.tally = tally;
  }

  /** Connects these, all at once. */
  void connect(List<Reader> some) {
    network.execute(() -> some.forEach(this::connect));
  }

  /** Closes the connections of these; they do not come back by themselves. */
  void disconnect(List<Reader> some) {
    network.execute(() -> some.forEach(Reader::disconnect));
  }

  /** Has the question answered by the thread that reads, which alone may look at a client. */
  <T> T ask(Function<List<Reader>, T> question) {
    return network.ask(() -> question.apply(readers));
  }

  /** Events of all clients, since the beginning. */
  long events() {
    return ask(all -> tally.events());
  }

  /** Connections that ended without being asked to. */
  long closed() {
    return ask(all -> closed);
  }

  /** Why the last one of them ended. */
  String reason() {
    return ask(all -> reason);
  }

  private void connect(Reader reader) {
    reader.connect(network, this::lost);
  }

  private void lost(Reader reader, String why) {
    closed++;
    reason = why;
    network.after(COME_BACK, () -> comeBack(reader));
  }

  private void comeBack(Reader reader) {
    if (!reader.isConnected()) {
      connect(reader);
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
