// @ts-check
import { board } from './api.js';
import { transport } from './stream.js';

/** @typedef {import('./board-client.js').Listener} Listener */

/** So many connections that never opened show that something between here and the server knows no WebSockets. */
const PATIENCE = 2;
let failures = 0;

/**
 * Opens a stream over a WebSocket, or over server-sent events where no WebSocket opens.
 * @param {string | null} after  the position to resume after
 * @param {Listener} listener
 */
function openSocket(after, listener) {
  if (failures >= PATIENCE) return board.stream(after, listener);
  failures++;
  const url = board.url('messages/socket', { lastEventId: after ?? undefined });
  const socket = new WebSocket(url.replace(/^http/, 'ws'));
  socket.onopen = () => {
    failures = 0;
    listener.onOpen();
  };
  socket.onmessage = ({ data }) => take(JSON.parse(data), listener);
  socket.onclose = () => listener.onEnd();
  return {
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}

/** @param {import('./board-client.js').Data} data @param {Listener} listener */
function take(data, listener) {
  listener.onHeard();
  if (data.type === 'open') listener.onRetry(data.retry);
  else if (data.type === 'position') listener.onEvent('position', undefined, data.position);
  // A read mark's position is that of its message
  else listener.onEvent(data.type ?? 'message', data, data.type === 'read' ? undefined : data.position);
}

transport.open = openSocket;
