package org.messageboard.posting;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/** Sends a post with which no thread may wait to the method that needs none. */
@Provider
@PreMatching
public class PostRouting implements ContainerRequestFilter {

  /** That method's path, below the messages'. */
  static final String WITHOUT_THREAD = "without-thread";

  private static final String MESSAGES = "messages";

  /** Always the one that is being served. */
  @Context HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext exchange) {
    var uri = exchange.getUriInfo();
    if (PostThreads.isWithout(request) && uri.getPath().matches("/?" + MESSAGES + "/?")) {
      exchange.setRequestUri(uri.getBaseUriBuilder().path(MESSAGES).path(WITHOUT_THREAD).build());
    }
  }
}
