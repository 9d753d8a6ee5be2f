/**
 * Moderation over HTTP: pins, restrictions of people, reports of messages, and what moderators did.
 * It exists where people sign in. To delete a message is in {@code changing}, to lock or rename a
 * channel in {@code channels}.
 *
 * <p>Like all changes these become events of the log, and count if {@code moderation.lua} or {@code
 * judge.lua} says so. What somebody must not do, {@code accounts.Access} refuses.
 */
package org.messageboard.moderation;
