package org.messageboard.socket;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import org.messageboard.accounts.Writer;
import org.messageboard.sse.Entrance;
import org.messageboard.sse.Entrance.Wish;
import org.messageboard.sse.Streams;

/**
 * Opens streams over WebSocket. A client is admitted, or refused, as for a stream of server-sent
 * events; then the servlet container hands its connection over.
 */
@Path("/messages/socket")
@ApplicationScoped
public class SocketResource {

  @Inject Streams streams;
  @Inject Entrance entrance;
  @Inject Sockets sockets;
  @Context Sse sse;

  @PostConstruct
  void announce() {
    streams.announceWith(sse);
  }

  @GET
  public Response open(
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("lastEventId") String after,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response)
      throws IOException, ServletException {
    if (!Handshake.isAskedFor(request)) {
      return Handshake.refusal();
    }
    var acceptance = Handshake.acceptance(request);
    var client = entrance.admit(new Wish(channel, author, after), request, response);
    try {
      sockets.await(request.upgrade(Handover.class), client, Writer.of(request));
    } catch (IOException | ServletException | RuntimeException | Error e) {
      streams.release(client);
      throw e;
    }
    return acceptance;
  }
}
