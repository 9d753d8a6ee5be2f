/** Retrying, with one warning per outage. */
package org.messageboard.retry;
