/**
 * Tests of the page in a real Chromium, by role and label as its users find their way.
 *
 * <p>{@link org.messageboard.browser.SharedBoard} gives them one server on the Kafka and Redis of
 * the whole run; each test writes into a channel of its own. {@link
 * org.messageboard.browser.Windows} opens the windows and fails a test whose page reported an
 * error, whatever else went well.
 *
 * <p>The browser is the machine's own; nothing is downloaded.
 */
package org.messageboard.browser;
