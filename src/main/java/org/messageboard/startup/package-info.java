/** Checks all settings before any bean exists, and says what is wrong with each in one sentence. */
package org.messageboard.startup;
