package org.messageboard.socket;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.util.concurrent.CompletableFuture;

/** Takes a connection from the servlet container, which creates this. */
public class Handover implements HttpUpgradeHandler {

  private final CompletableFuture<WebConnection> connection = new CompletableFuture<>();

  /** Completes once the client has its answer and the connection is the board's. */
  CompletableFuture<WebConnection> connection() {
    return connection;
  }

  @Override
  public void init(WebConnection handedOver) {
    if (!connection.complete(handedOver)) {
      Hangup.on(handedOver);
    }
  }

  /** The read listener is told as well. */
  @Override
  public void destroy() {
    // Nothing is kept here
  }
}
