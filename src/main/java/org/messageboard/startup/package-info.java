/** Checks all settings before any bean exists, and logs one sentence for each wrong one. */
package org.messageboard.startup;
