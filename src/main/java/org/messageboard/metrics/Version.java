package org.messageboard.metrics;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The version of the WAR. */
public final class Version {

  private static final Logger LOG = Logger.getLogger(Version.class.getName());
  private static final String UNKNOWN = "unknown";

  private Version() {}

  /**
   * The version in its manifest; {@value #UNKNOWN} in development, when the WAR is not packaged.
   */
  public static String of(ServletContext war) {
    try (var in = war.getResourceAsStream("/META-INF/MANIFEST.MF")) {
      var version =
          in == null
              ? null
              : new Manifest(in)
                  .getMainAttributes()
                  .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? UNKNOWN : version;
    } catch (IOException e) {
      LOG.log(Level.FINE, "The manifest cannot be read", e);
      return UNKNOWN;
    }
  }
}
