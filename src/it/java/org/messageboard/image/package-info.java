/**
 * Builds the image and runs it with Docker Compose as the documents say: {@code ./mvnw verify
 * -Pimage}.
 *
 * <p>Everything goes through the {@code docker} command and the published ports, so any engine will
 * do. Projects have names and free ports of their own, and are removed with their volumes at the
 * end.
 */
package org.messageboard.image;
