/**
 * One named check per dependency. Readiness is UP if the server can do everything that it is there
 * for; liveness is DOWN only for what a restart cures.
 */
package org.messageboard.health;
