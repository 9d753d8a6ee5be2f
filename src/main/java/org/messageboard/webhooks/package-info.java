/**
 * Webhooks: moderators make, list and revoke them. A webhook is an event of the board like any
 * other, so every server and every rebuild knows the same ones; how a bot posts with one is in
 * {@code posting}, how its token is checked in {@code accounts}.
 */
package org.messageboard.webhooks;
