package org.messageboard.messages;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many of the server's threads wait with a post: for its body, and for Kafka. A post that is
 * taken and answered by one thread is cheap and quick; but threads that wait are no longer there
 * for others. When as many wait as may, or when a body has not come with its head and several
 * threads wait for such, the post goes the way that needs no thread while it waits. So a Kafka that
 * does not answer, and clients that send a byte now and then, hold up only themselves.
 */
@Provider
@PreMatching
@ApplicationScoped
public class PostThreads implements ContainerRequestFilter {

  /** The path, below the messages', of the way that needs no thread. */
  static final String WITHOUT = "without-thread";

  /** Three quarters of the server's threads (coreThreads in server.xml). */
  private static final int MOST = 48;

  private static final String MESSAGES = "messages";

  /** Always the one that is being served. */
  @Context HttpServletRequest request;

  @Inject
  @ConfigProperty(name = "board.body.max-bytes")
  int maxBody;

  private final AtomicInteger posts = new AtomicInteger();
  private RequestBodies bodies;

  @PostConstruct
  void wire() {
    bodies = new RequestBodies(maxBody);
  }

  @Override
  public void filter(ContainerRequestContext exchange) {
    var uri = exchange.getUriInfo();
    if ("POST".equals(exchange.getMethod()) && isMessages(uri.getPath()) && mustNotWait()) {
      exchange.setRequestUri(uri.getBaseUriBuilder().path(MESSAGES).path(WITHOUT).build());
    }
  }

  /** Runs a post on this thread. */
  <T> T run(Supplier<T> post) {
    posts.incrementAndGet();
    try {
      return post.get();
    } finally {
      posts.decrementAndGet();
    }
  }

  /** Reads the bodies of posts. */
  RequestBodies bodies() {
    return bodies;
  }

  private static boolean isMessages(String path) {
    return path.equals("/messages") || path.equals("/messages/");
  }

  private boolean mustNotWait() {
    return posts.get() >= MOST || !bodies.mayBeRead(request);
  }
}
