/**
 * Command lines for looking into the Kafka and Redis of a running {@code ./mvnw}, which brings
 * neither {@code redis-cli} nor Kafka's scripts, and for starting further servers beside it.
 *
 * <p>Each is a {@code main} that an execution of the exec-maven-plugin starts, such as {@code
 * ./mvnw -q exec:exec@redis -Dargs="LLEN messages"}. They find the services through what {@link
 * org.messageboard.dev.DevServices} has written down, unless the environment names others.
 */
package org.messageboard.dev.tools;
