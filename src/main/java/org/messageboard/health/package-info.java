/**
 * One named check per dependency. Ready says whether the server can do all that it is there for;
 * live turns DOWN only for what a restart cures.
 */
package org.messageboard.health;
