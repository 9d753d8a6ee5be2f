package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;
import org.messageboard.traces.Traces;

/** Keeps the names of private channels out of traces: the server's spans have addresses. */
@Provider
@ApplicationScoped
public class HiddenNames implements ContainerRequestFilter {

  /** What the name of a private channel has, and no other part of an address. */
  private static final Pattern NAME = Pattern.compile("[pd]-[0-9a-f]{32}");

  @Inject Traces traces;

  @Override
  public void filter(ContainerRequestContext request) {
    if (traces.enabled() && NAME.matcher(address(request)).find()) {
      traces.hideAddress();
    }
  }

  private static String address(ContainerRequestContext request) {
    return request.getUriInfo().getPath() + request.getUriInfo().getQueryParameters();
  }
}
