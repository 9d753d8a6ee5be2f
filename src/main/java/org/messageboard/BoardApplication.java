package org.messageboard;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.messageboard.http.Problem;
import org.messageboard.http.ProblemShape;

/** The JAX-RS application: every resource of the board stands under {@code /api}. */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Message Board",
            version = "1.0",
            description =
                "Post messages, read them, and follow them live. A message that was answered with"
                    + " 202 reaches every open stream exactly once, in one order."),
    components =
        @Components(
            responses = {
              @APIResponse(
                  name = "Refused",
                  description = "Something in the request is not as it must be; errors names it",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "NotFound",
                  description = "No such message is known, or it has not been applied yet",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "TooLarge",
                  description = "The body is too large",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "TooSlow",
                  description = "The body did not come within 20 seconds",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "NotJson",
                  description = "The body is not declared as JSON",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "KeyUsed",
                  description = "The Idempotency-Key was used for another message",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "Gone",
                  description =
                      "The position is of an earlier epoch: load the newest page, without before",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "TooMany",
                  description = "Too many streams from this address",
                  headers =
                      @Header(name = "Retry-After", schema = @Schema(type = SchemaType.INTEGER)),
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class))),
              @APIResponse(
                  name = "Unavailable",
                  description =
                      "What the answer needs is away, or the server is full; try again. A post is safe to repeat under the same Idempotency-Key",
                  headers =
                      @Header(name = "Retry-After", schema = @Schema(type = SchemaType.INTEGER)),
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = ProblemShape.class)))
            }),
    tags = {
      @Tag(name = "messages", description = "Post and read messages"),
      @Tag(name = "stream", description = "Follow the board live"),
      @Tag(name = "channels", description = "What channels there are")
    })
public class BoardApplication extends Application {}
