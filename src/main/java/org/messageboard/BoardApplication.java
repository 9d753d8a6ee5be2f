package org.messageboard;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The JAX-RS application: every resource of the board stands under {@code /api}. */
@ApplicationPath("/api")
public class BoardApplication extends Application {}
