/** Runs the code of the most frequent requests before the server says that it is ready. */
package org.messageboard.warmup;
