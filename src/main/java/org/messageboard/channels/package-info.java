/**
 * Which channels there are, their settings, and who is in the private ones. An open channel is made
 * by posting to it; nothing else has to be done, and the one that was quiet for longest is
 * forgotten when there are too many. Guests whom the board recognises may set its topic and archive
 * it, or moderators where people sign in. Private channels and direct messages are made on request,
 * and their members decide about them.
 */
package org.messageboard.channels;
