/**
 * Reading settings: {@code Settings} by name and rule, {@code EnvironmentSource} from the
 * environment, {@code KeystoreFile} from files.
 *
 * <p>Each feature has a record of its settings; {@code startup} builds all of these records before
 * the first bean exists.
 */
package org.messageboard.settings;
