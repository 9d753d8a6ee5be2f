package org.messageboard.it;

/**
 * One dispatched server-sent event.
 *
 * @param type {@code message} unless the stream named another
 * @param data the lines of its data, joined by line feeds
 * @param lastEventId the last id the stream gave, with this event or before it; empty if none
 */
public record SseEvent(String type, String data, String lastEventId) {}
