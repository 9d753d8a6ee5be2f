/**
 * Dead letters over HTTP, for moderators: which ones there are, and their answers. Who they are and
 * whose message it was only Kafka's log says; a letter of a private channel is shown to nobody.
 */
package org.messageboard.letters;
