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
import java.util.logging.Level;
import java.util.logging.Logger;
import org.messageboard.http.Exchange;
import org.messageboard.http.OwnRequests;
import org.messageboard.live.Framing;
import org.messageboard.live.Subscriber;
import org.messageboard.sse.Entrance.Wish;

/**
 * Opens streams. The response is suspended by JAX-RS and then written through the servlet's output
 * stream, which takes all that has gathered for a client in one write; the container's own sink
 * writes and flushes once per event.
 */
@Path("/messages/stream")
@ApplicationScoped
public class StreamResource {

  private static final Framing FRAMING = new SseFraming();
  private static final Logger LOG = Logger.getLogger(StreamResource.class.getName());

  /** {@code no-transform}: a proxy that compresses a response would buffer it. */
  private static final String CACHE_CONTROL = "no-store, no-transform";

  /** Writes to a stream that the server opens to warm up. */
  private static final int EXERCISES = 50;

  @Inject Streams streams;
  @Inject StreamSettings settings;
  @Inject Entrance entrance;
  @Inject OwnRequests own;
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
    var client =
        entrance.admit(new Wish(channel, author, after(header, parameter)), request, response);
    try {
      begin(response);
      Exchange.take(request).answered(200);
      var exchange = request.getAsyncContext();
      exchange.setTimeout(0);
      var out = exchange.getResponse().getOutputStream();
      var subscriber =
          streams.open(client, streams.output(out, exchange::complete, FRAMING), preamble());
      if (own.has(request)) {
        exercise(subscriber);
      }
    } catch (IOException | RuntimeException | Error e) {
      streams.release(client);
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

  /** What a stream does for minutes, in a moment: it writes a few times, and ends. */
  private static void exercise(Subscriber subscriber) {
    for (int i = 0; i < EXERCISES; i++) {
      subscriber.tell(FRAMING.heartbeat());
    }
    subscriber.leave();
  }

  /** The headers of a stream, without opening one. */
  @HEAD
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public Response head() {
    return Response.ok().header("Cache-Control", CACHE_CONTROL).build();
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

  private static String after(String header, String parameter) {
    return header == null || header.isEmpty() ? parameter : header;
  }

  private byte[] preamble() {
    return ("retry: " + settings.retry() + "\n\n").getBytes(US_ASCII);
  }
}
