/**
 * The conformance suite of docs/PROTOCOL.md: checks any server by its address and any client by its
 * command. The project's own tests run it on the board and on its clients.
 */
package org.messageboard.conformance;
