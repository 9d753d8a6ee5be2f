/** Trying again, and saying once for each outage that it is needed. */
package org.messageboard.retry;
