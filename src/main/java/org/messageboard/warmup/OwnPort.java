package org.messageboard.warmup;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The address at which this server answers plain HTTP, as Liberty's MBeans of its endpoints say
 * ({@code EndPointInfoMBean} of its channel framework): whatever server.xml it runs with.
 */
final class OwnPort {

  private static final Logger LOG = Logger.getLogger(OwnPort.class.getName());

  /** What the name of an endpoint with TLS ends with. */
  private static final String TLS = "-ssl";

  private OwnPort() {}

  /** The address, without a path; empty if no port serves plain HTTP. */
  static Optional<URI> find() {
    var server = ManagementFactory.getPlatformMBeanServer();
    try {
      var names =
          server.queryNames(new ObjectName("WebSphere:feature=channelfw,type=endpoint,*"), null);
      return names.stream()
          .filter(name -> !name.getKeyProperty("name").endsWith(TLS))
          .flatMap(name -> address(server, name).stream())
          .findFirst();
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<URI> address(MBeanServer server, ObjectName endpoint) {
    try {
      int port = (Integer) server.getAttribute(endpoint, "Port");
      var host = (String) server.getAttribute(endpoint, "Host");
      var name = host.equals("*") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
      return port > 0 ? Optional.of(URI.create("http://" + name + ":" + port)) : Optional.empty();
    } catch (JMException | RuntimeException e) {
      LOG.log(Level.FINE, "An endpoint does not say where it is", e);
      return Optional.empty();
    }
  }
}
