package org.messageboard.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.accounts.Caller;
import org.messageboard.board.ChannelName;
import org.messageboard.board.Identity;
import org.messageboard.board.Position;
import org.messageboard.http.Exchange;
import org.messageboard.http.Problem;
import org.messageboard.http.Problem.FieldError;
import org.messageboard.http.ProblemException;
import org.messageboard.live.Filter;
import org.messageboard.view.ChannelReader;

/**
 * Opens streams. The response is suspended by JAX-RS and then written through the servlet's output
 * stream, which takes all that has gathered for a client in one write; the container's own sink
 * writes and flushes once per event.
 */
@Path("/messages/stream")
@ApplicationScoped
public class StreamResource {

  private static final Logger LOG = Logger.getLogger(StreamResource.class.getName());

  /** A position that no board ever had, so that an unreadable one is answered with a reset. */
  private static final Position UNREADABLE = new Position("unreadable", 0);

  /** {@code no-transform}: a proxy that compresses a response would buffer it. */
  private static final String CACHE_CONTROL = "no-store, no-transform";

  @Inject Streams streams;
  @Inject StreamSettings settings;
  @Inject ChannelReader channels;
  @Context Sse sse;

  @PostConstruct
  void announce() {
    streams.announceWith(sse);
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void open(
      @QueryParam("channel") String channel,
      @QueryParam("author") String author,
      @QueryParam("lastEventId") String parameter,
      @HeaderParam("Last-Event-ID") String header,
      @Suspended AsyncResponse suspended,
      @Context HttpServletRequest request,
      @Context HttpServletResponse response)
      throws IOException {
    if (channel != null && !ChannelName.isValid(channel)) {
      throw new ProblemException(
          Problem.of(400, List.of(new FieldError("channel", ChannelName.RULE))));
    }
    // An open one can be followed while Redis is away
    if (channel != null && ChannelName.isPrivate(channel)) {
      channels.requireVisible(channel, Caller.subject(request));
    }
    var address = request.getRemoteAddr();
    admit(address, response);
    var caller = Caller.of(request).filter(Identity::isSignedIn);
    var reader = streams.enter(caller.map(Identity::person));
    try {
      var filter =
          Filter.of(channel, author, reader)
              .moderator(caller.filter(Identity::isModerator).isPresent());
      var cursor = streams.cursor(after(header, parameter), filter);
      var session = Caller.session(request);
      begin(response);
      Exchange.take(request).answered(200);
      var exchange = request.getAsyncContext();
      exchange.setTimeout(0);
      streams.open(exchange, address, reader, cursor, session, preamble());
    } catch (IOException | RuntimeException | Error e) {
      streams.release(address, reader);
      if (response.isCommitted()) {
        // JAX-RS ends the response but can no longer answer, so nothing else logs this
        LOG.log(
            e instanceof IOException ? Level.FINE : Level.WARNING,
            "A stream ended as it began; its client comes back",
            e);
      }
      throw e;
    }
  }

  /** The headers of a stream, without opening one. */
  @HEAD
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response head() {
    return Response.ok().header("Cache-Control", CACHE_CONTROL).build();
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

  private static void begin(HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", CACHE_CONTROL);
    // Reverse proxies such as nginx collect a response unless told otherwise.
    response.setHeader("X-Accel-Buffering", "no");
    // Liberty ignores the first flush of a response, so the headers are sent before anything else.
    response.flushBuffer();
  }

  private static Position after(String header, String parameter) {
    var id = header == null || header.isEmpty() ? parameter : header;
    return id == null || id.isEmpty() ? null : Position.parse(id).orElse(UNREADABLE);
  }

  /** The clients of a server that has ended come back at different times. */
  private byte[] preamble() {
    long retry =
        ThreadLocalRandom.current().nextLong(settings.minRetry(), settings.maxRetry() + 1L);
    return ("retry: " + retry + "\n\n").getBytes(US_ASCII);
  }
}
