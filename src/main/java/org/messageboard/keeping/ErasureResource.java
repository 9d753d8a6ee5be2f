package org.messageboard.keeping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.messageboard.archive.ArchiveErasure;
import org.messageboard.board.Identity;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemException;

/** Erasing a person, and how far that has come. */
@Path("/people/{person}/erasure")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ErasureResource {

  @Inject Keepers keepers;
  @Inject ArchiveErasure archive;
  @Inject Caretaker caretaker;

  @POST
  public Response begin(@PathParam("person") String person, @Context HttpServletRequest request) {
    var keeper = keepers.of(request);
    if (!Identity.PERSON.matcher(person).matches()) {
      throw new ProblemException(Problem.of(404, "There is nobody of this id here."));
    }
    if (person.equals(keeper.person())) {
      throw new ProblemException(Problem.of(409, "Somebody else has to erase you."));
    }
    if (archive.isHeld(person)) {
      throw new ProblemException(
          Problem.of(409, "The person is under a legal hold. Release it first."));
    }
    var begun = archive.begin(person, keeper.name());
    caretaker.soon(false);
    return KeepingJson.answer(202, KeepingJson.of(begun));
  }

  @GET
  public Response read(@PathParam("person") String person, @Context HttpServletRequest request) {
    keepers.of(request);
    return archive
        .find(person)
        .map(erasure -> KeepingJson.answer(200, KeepingJson.of(erasure)))
        .orElseThrow(
            () -> new ProblemException(Problem.of(404, "Nobody has asked to erase this person.")));
  }
}
