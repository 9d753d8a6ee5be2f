package org.messageboard.channels;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.view.People;

/** The people who have signed in, for whoever wants to write to them. */
@Path("/people")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PeopleResource {

  /** Maximum number of people in an answer. */
  public static final int MAX = 50;

  @Inject People people;

  @GET
  public Response read(
      @QueryParam("q") @DefaultValue("") String text, @Context HttpServletRequest request) {
    SignedInCaller.of(request);
    var found = ChannelJson.of(people.named(text, MAX));
    return ChannelJson.answer(200, Json.createObjectBuilder().add("people", found).build());
  }
}
