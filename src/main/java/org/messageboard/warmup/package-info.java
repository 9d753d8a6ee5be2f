/** Runs the code of the most frequent requests before the server says that it has started. */
package org.messageboard.warmup;
