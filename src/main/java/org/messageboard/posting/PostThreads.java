package org.messageboard.posting;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Decides whether a thread may wait with a post: for its body, and for Kafka. A post that is taken
 * and answered by one thread is cheap and quick; but threads that wait are not there for others.
 * When as many wait as may, or when a body has not come with its head and several threads wait for
 * such, the post goes the way that needs no thread while it waits. So a Kafka that does not answer,
 * and clients that send a byte now and then, hold up only themselves.
 */
public class PostThreads implements Filter {

  /** Three quarters of the server's threads (coreThreads in board.xml). */
  private static final int MOST = 72;

  /** Threads that may wait for bodies that did not come with their heads. */
  private static final int MOST_FOR_BODIES = 8;

  private static final String WITHOUT = PostThreads.class.getName() + ".without";
  private static final String FOR_BODY = PostThreads.class.getName() + ".forBody";

  /** What a request holds until its body is read. */
  private record Permit(Semaphore from, AtomicBoolean held) {

    void release() {
      if (held.getAndSet(false)) {
        from.release();
      }
    }
  }

  private final Semaphore posts = new Semaphore(MOST);
  private final Semaphore bodies = new Semaphore(MOST_FOR_BODIES);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!"POST".equals(((HttpServletRequest) request).getMethod())) {
      chain.doFilter(request, response);
    } else if (posts.tryAcquire()) {
      try {
        post(request, response, chain);
      } finally {
        posts.release();
      }
    } else {
      withoutThread(request, response, chain);
    }
  }

  /** Whether the post must not be waited with. */
  static boolean isWithout(HttpServletRequest request) {
    return request.getAttribute(WITHOUT) != null;
  }

  /** Says that the body is read, so that a thread may wait for another one. */
  static void bodyIsRead(HttpServletRequest request) {
    if (request.getAttribute(FOR_BODY) instanceof Permit permit) {
      permit.release();
    }
  }

  private void post(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isThere(request)) {
      chain.doFilter(request, response);
    } else if (bodies.tryAcquire()) {
      var permit = new Permit(bodies, new AtomicBoolean(true));
      request.setAttribute(FOR_BODY, permit);
      try {
        chain.doFilter(request, response);
      } finally {
        permit.release();
      }
    } else {
      withoutThread(request, response, chain);
    }
  }

  private static void withoutThread(
      ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.setAttribute(WITHOUT, true);
    chain.doFilter(request, response);
  }

  private static boolean isThere(ServletRequest request) throws IOException {
    long length = request.getContentLengthLong();
    return length >= 0 && request.getInputStream().available() >= length;
  }
}
