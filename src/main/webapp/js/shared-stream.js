// @ts-check
import { formatPosition, parsePosition } from './position.js';
import { Stream } from './stream.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./store.js').Connection} Connection */
/**
 * @typedef {import('./stream.js').StreamHandlers & {
 *   onBeat: (position: Position | null) => void,
 *   position: () => Position | null,
 * }} SharedHandlers  position: where a stream of this tab's own would resume
 */
/**
 * @typedef {{ kind: 'message', message: import('./api.js').Message } | { kind: 'reset' } | { kind: 'ask' } | { kind: 'now' }
 *   | { kind: 'state', state: Connection, position: string | null }} Relayed
 */

const ASK_MS = 2_000;
const DOUBT_MS = 5_000;
const TAKE_OVER_MS = 10_000;

/**
 * One stream for all tabs of a browser, because HTTP/1.1 gives a site six connections in all. The tab that holds the
 * lock has the stream and relays every event; the others ask it, while they are visible, whether it is still there
 * (asked rather than told, because the timers of a hidden tab are throttled and its message events are not). A tab
 * without an answer does not call itself live, and then takes the lock away. When the leader closes, the browser
 * hands the lock to the next tab, which resumes from its own position.
 */
export class SharedStream {
  /** @type {Stream | null} */
  #stream = null;
  /** @type {BroadcastChannel | null} */
  #tabs = null;
  #heardAt = 0;
  #following = false;
  #queued = new AbortController();

  /**
   * @param {string} name
   * @param {SharedHandlers} handlers
   */
  constructor(name, handlers) {
    this.name = name;
    this.handlers = handlers;
    if (!navigator.locks || !window.BroadcastChannel) return;
    this.#tabs = new BroadcastChannel(name);
    // From now on, although this tab joins later: what is relayed until then waits in the feed.
    this.#tabs.onmessage = (event) => this.#onRelayed(event.data);
  }

  /** To be called when history is there. */
  start() {
    document.addEventListener('visibilitychange', () => document.hidden || this.#check());
    setInterval(() => document.hidden || this.#check(), ASK_MS);
    if (this.#tabs) this.#follow();
    else this.#lead();
  }

  reconnect() {
    if (this.#stream) this.#stream.reconnect();
    else this.#tell({ kind: 'now' });
  }

  #follow() {
    this.#following = true;
    this.#heardAt = Date.now();
    this.handlers.onState({ name: 'connecting' });
    this.#tell({ kind: 'ask' });
    this.#queued = new AbortController();
    this.#queueForLock({ signal: this.#queued.signal });
  }

  /** @param {LockOptions} options */
  #queueForLock(options) {
    let led = false;
    const leadUntilRobbed = () => {
      led = true;
      this.#lead();
      return new Promise(() => {});
    };
    // Rejected when another tab took the lock away, believing this one frozen.
    navigator.locks.request(this.name, options, leadUntilRobbed).catch(() => led && this.#resign());
  }

  #lead() {
    if (this.#stream) return;
    this.#following = false;
    this.#stream = new Stream(this.handlers.position(), {
      onMessage: (message) => this.#pass({ kind: 'message', message }),
      onReset: () => this.#pass({ kind: 'reset' }),
      onState: (state) => this.#passState(state),
    });
  }

  #resign() {
    this.#stream?.close();
    this.#stream = null;
    this.#follow();
  }

  #check() {
    if (this.#stream) return this.#stream.check();
    const silence = Date.now() - this.#heardAt;
    if (silence > DOUBT_MS) this.handlers.onState({ name: 'connecting' });
    if (silence > TAKE_OVER_MS) this.#takeOver();
    else this.#tell({ kind: 'ask' });
  }

  #takeOver() {
    this.#heardAt = Date.now();
    this.#queued.abort();
    this.#queueForLock({ steal: true });
  }

  /** Everything a tab of its own stream gets, the others get in the same order. @param {Relayed} event */
  #pass(event) {
    this.#tell(event);
    this.#handle(event);
  }

  /** @param {Connection} state */
  #passState(state) {
    this.#tell({ kind: 'state', state, position: this.#position() });
    this.handlers.onState(state);
  }

  #position() {
    const position = this.#stream?.position;
    return position ? formatPosition(position) : null;
  }

  /** @param {Relayed} event */
  #onRelayed(event) {
    if (this.#stream) return this.#answer(event);
    if (event.kind === 'ask' || event.kind === 'now') return;
    this.#heardAt = Date.now();
    this.#handle(event);
  }

  /** @param {Relayed} event */
  #answer(event) {
    if (!this.#stream) return;
    if (event.kind === 'now') this.#stream.reconnect();
    if (event.kind !== 'ask') return;
    this.#stream.check(true);
    this.#passState(this.#stream.state);
  }

  /** @param {Relayed} event */
  #handle(event) {
    if (event.kind === 'message') this.handlers.onMessage(event.message);
    if (event.kind === 'reset') this.handlers.onReset();
    if (event.kind === 'state' && this.#following) {
      this.handlers.onState(event.state);
      this.handlers.onBeat(parsePosition(event.position));
    }
  }

  /** @param {Relayed} event */
  #tell(event) {
    this.#tabs?.postMessage(event);
  }
}
