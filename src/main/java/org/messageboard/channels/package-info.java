/**
 * Which channels there are. A channel is made by posting to it; nothing else has to be done, and
 * the one that was quiet for longest is forgotten when there are too many.
 */
package org.messageboard.channels;
