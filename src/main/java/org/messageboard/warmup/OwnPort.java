package org.messageboard.warmup;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
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

  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  private OwnPort() {}

  /** The address, without a path; empty if no port serves plain HTTP (yet). */
  static Optional<URI> find() {
    return names().stream()
        .filter(name -> !isTls(name))
        .flatMap(name -> address(name).stream())
        .findFirst();
  }

  /** Whether there are ports, and all of them want TLS. */
  static boolean isOnlyTls() {
    return !names().isEmpty() && find().isEmpty();
  }

  private static Set<ObjectName> names() {
    try {
      return SERVER.queryNames(new ObjectName("WebSphere:feature=channelfw,type=endpoint,*"), null);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isTls(ObjectName endpoint) {
    return endpoint.getKeyProperty("name").endsWith(TLS);
  }

  private static Optional<URI> address(ObjectName endpoint) {
    try {
      int port = (Integer) SERVER.getAttribute(endpoint, "Port");
      var host = (String) SERVER.getAttribute(endpoint, "Host");
      var name = host.equals("*") ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
      return port > 0 ? Optional.of(URI.create("http://" + name + ":" + port)) : Optional.empty();
    } catch (JMException | RuntimeException e) {
      LOG.log(Level.FINE, "An endpoint does not say where it is", e);
      return Optional.empty();
    }
  }
}
