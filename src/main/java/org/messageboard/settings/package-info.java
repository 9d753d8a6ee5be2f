/**
 * What a setting is, and where its value comes from.
 *
 * <p>Each feature has a record of its settings; {@code Settings} reads it, {@code startup} reads
 * all of them once before the first bean exists.
 */
package org.messageboard.settings;
