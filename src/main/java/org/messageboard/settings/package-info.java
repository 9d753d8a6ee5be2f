/** What a setting is, and where its value comes from. */
package org.messageboard.settings;
