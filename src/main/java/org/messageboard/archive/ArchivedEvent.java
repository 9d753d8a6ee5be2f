package org.messageboard.archive;

import org.messageboard.board.BoardEvent;

/**
 * An event on its way into the archive.
 *
 * @param topic the topic's number in the archive
 * @param place see {@link Place}
 */
record ArchivedEvent(BoardEvent event, int topic, int partition, long offset, long place) {}
