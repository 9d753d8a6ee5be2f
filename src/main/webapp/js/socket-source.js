// @ts-check
import { streamUrl } from './api.js';
import { transport } from './stream.js';

/** So many connections that never opened show that something between here and the server knows no WebSockets. */
const PATIENCE = 2;
let failures = 0;

/** A stream over a WebSocket, with what of an EventSource is used here. */
class SocketSource extends EventTarget {
  /** @type {(() => void) | null} */
  onopen = null;
  /** @type {(() => void) | null} */
  onerror = null;
  #socket;

  /** @param {string} url */
  constructor(url) {
    super();
    failures++;
    this.#socket = new WebSocket(url);
    this.#socket.onopen = () => {
      failures = 0;
      this.onopen?.();
    };
    this.#socket.onmessage = ({ data }) => this.#take(data);
    this.#socket.onclose = () => this.onerror?.();
  }

  close() {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }

  /** @param {string} data */
  #take(data) {
    this.dispatchEvent(new MessageEvent(JSON.parse(data).type ?? 'message', { data }));
  }
}

/**
 * Opens a stream over a WebSocket, or over server-sent events where no WebSocket opens.
 * @param {string | null} after  the position to resume after
 */
function openSocket(after) {
  const url = new URL(streamUrl(after));
  if (failures >= PATIENCE) return new EventSource(url);
  url.protocol = url.protocol.replace('http', 'ws');
  url.pathname = url.pathname.replace(/stream$/, 'socket');
  return /** @type {EventSource} */ (/** @type {unknown} */ (new SocketSource(url.href)));
}

transport.open = openSocket;
