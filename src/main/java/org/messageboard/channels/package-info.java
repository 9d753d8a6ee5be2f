/**
 * Which channels there are, and their settings. A channel is made by posting to it; nothing else
 * has to be done, and the one that was quiet for longest is forgotten when there are too many.
 * Whoever the board recognises may set a channel's topic, archive it and open it again.
 */
package org.messageboard.channels;
