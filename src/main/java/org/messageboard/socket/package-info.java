/**
 * WebSocket: the same streams as over server-sent events, in frames (RFC 6455), on connections that
 * the servlet container hands over after the handshake.
 *
 * <p>{@code SocketResource} admits clients, {@code Sockets} opens their streams and cuts those that
 * do not read, {@code Socket} is one of them, {@code Hangup} ends its connection. {@code Requests}
 * answers what clients ask for, by the same code as requests over HTTP. {@code FrameReader} and
 * {@code Frames} are the protocol: no extensions, no binary messages, no fragments from the server.
 * All writes go through the drain of {@code live}, so there is no queue here.
 */
package org.messageboard.socket;
