package org.messageboard;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
    tags = {
      @Tag(name = "messages", description = "Post and read messages"),
      @Tag(name = "stream", description = "Follow the board live"),
      @Tag(name = "channels", description = "What channels there are")
    })
public class BoardApplication extends Application {}
