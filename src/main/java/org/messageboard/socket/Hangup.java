package org.messageboard.socket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What Liberty's {@code WebConnection} lacks, asked of its implementation as Liberty's own
 * WebSockets do. A write to a client that does not read has no timeout. And when the connection is
 * closed, the HTTP channel keeps the TCP connection and reads a request from it, past all that a
 * proxy in between would refuse; unless it knows that the connection is not its own any more.
 */
final class Hangup {

  private static final Logger LOG = Logger.getLogger(Hangup.class.getName());
  private static final String CONSTANTS = "com.ibm.ws.transport.access.TransportConstants";

  private Hangup() {}

  /** Ends a connection to which nothing is being written. */
  static void on(WebConnection connection) {
    try {
      endWithoutHttp(connection);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "A WebSocket could not be closed; its client may send requests", e);
      close(connection);
    }
  }

  private static void endWithoutHttp(WebConnection connection) throws ReflectiveOperationException {
    var type = connection.getClass();
    var getLink = type.getMethod("getDeviceConnLink");
    var getChannel = type.getMethod("getVirtualConnection");
    var link = getLink.invoke(connection);
    var channel = getChannel.invoke(connection);
    var isUpgraded =
        Class.forName(CONSTANTS, true, type.getClassLoader()).getField("UPGRADED_CONNECTION");
    @SuppressWarnings("unchecked")
    var state =
        (Map<Object, Object>) getChannel.getReturnType().getMethod("getStateMap").invoke(channel);
    state.put(isUpgraded.get(null), "true");
    close(connection);
    getLink
        .getReturnType()
        .getMethod("close", getChannel.getReturnType(), Exception.class)
        .invoke(link, channel, null);
  }

  private static void close(WebConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "A connection was closed already", e);
    } catch (Exception e) {
      LOG.log(Level.WARNING, "A connection could not be closed", e);
    }
  }

  /** Ends a write that waits for the client, with an exception in the thread that writes. */
  static void abortWrite(WebConnection connection) {
    try {
      var getContext = connection.getClass().getMethod("getTCPConnectionContext");
      var getWriter = getContext.getReturnType().getMethod("getWriteInterface");
      var type = getWriter.getReturnType();
      int abort = type.getField("ABORT_TIMEOUT").getInt(null);
      type.getMethod("write", long.class, int.class)
          .invoke(getWriter.invoke(getContext.invoke(connection)), 1L, abort);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LOG.log(Level.WARNING, "A client that does not read keeps its thread", e);
    }
  }
}
