package org.messageboard.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Signing in over HTTP: to the provider and back. */
@Path("/sign-in")
@ApplicationScoped
public class SignInResource {

  @Inject SignIn signIn;

  @GET
  public Response begin(
      @QueryParam("return") String returnTo,
      @QueryParam("again") boolean again,
      @Context HttpServletRequest request) {
    return signIn.begin(ReturnAddress.of(returnTo), again, request);
  }

  @GET
  @Path("/callback")
  public Response end(
      @QueryParam("code") String code,
      @QueryParam("state") String state,
      @QueryParam("error") String error,
      @Context HttpServletRequest request) {
    return signIn.end(Optional.ofNullable(code), state, error, request);
  }
}
