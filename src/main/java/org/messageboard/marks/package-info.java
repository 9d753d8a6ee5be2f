/**
 * How far people have read, for those who sign in: read on the phone is read on the desk.
 *
 * <p>{@code marks.lua} decides whether a mark moves; {@code MarkStore} calls it. {@code MarkTopic}
 * keeps every mark in a compacted topic, from which {@code ReadMarks} fills a Redis that has lost
 * them. On a board where nobody signs in, none of it runs. Where unread messages are counted and
 * shown is up to clients.
 */
package org.messageboard.marks;
