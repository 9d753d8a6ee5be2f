/**
 * Command-line tools that inspect the Kafka and Redis of a running {@code ./mvnw}, which comes with
 * neither {@code redis-cli} nor Kafka's scripts, and start further servers beside it.
 *
 * <p>The exec-maven-plugin runs their {@code main} methods, for example with {@code ./mvnw -q
 * exec:exec@redis -Dargs="LLEN messages"}. They find the services in the file that {@link
 * org.messageboard.dev.DevServices} writes, unless the environment names others.
 */
package org.messageboard.dev.tools;
