// @ts-check
import { board, readMessages } from './api.js';
import { Problem, Subscription } from './board-client.js';
import { now, SleepWatch } from './clock.js';
import { formatPosition, isBehind, parsePosition } from './position.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./store.js').Connection} Connection */
/** @typedef {import('./board-client.js').Data} Data */
/**
 * @typedef {object} StreamHandlers
 * @property {(event: import('./api.js').BoardEvent, after: string | null) => void} onEvent after: previous position
 * @property {() => void} onReset history must be loaded again
 * @property {(mark: import('./api.js').ReadMark) => void} onRead the user has read on, on this device or another
 * @property {(connection: Connection) => void} onState
 * @property {() => boolean} isAllowed whether the user may read the stream
 */

/** How a stream after a position is opened, unless another way is loaded. @type {{ open: import('./board-client.js').Open }} */
export const transport = { open: (after, listener) => board.stream(after, listener) };

const SILENCE_MS = 20_000;
const DELAYED_MS = 5_000;
const PROBE_PATIENCE_MS = 5_000;
const GRACE_MS = 2_000;

/**
 * The page's streams, one after the other. While no events come, it reads the newest message now and then, to see
 * whether the board is really quiet: a server may be there and have lost the board.
 */
export class Stream extends Subscription {
  #sleep = new SleepWatch();
  #eventAt = 0;
  #probing = false;
  /** @type {{ position: Position, by: number } | null} the position that the stream must have reached by this time */
  #expected = null;

  /**
   * @param {Position | null} position the stream starts after this position
   * @param {StreamHandlers} handlers
   */
  constructor(position, handlers) {
    // Not broken by silence: that is for the probe to find out, however seldom the server's heartbeats are
    super((after, listener) => transport.open(after, listener), position && formatPosition(position), Infinity);
    /** The last event's: the stream itself may resume after a later one, of what is not for this page. */
    this.position = position;
    this.handlers = handlers;
    addEventListener('offline', this.#onOffline);
    addEventListener('online', this.#onOnline);
    if (navigator.onLine) this.reconnect();
    else this.#onOffline();
  }

  close() {
    removeEventListener('offline', this.#onOffline);
    removeEventListener('online', this.#onOnline);
    super.close();
  }

  reconnect() {
    if (this.handlers.isAllowed()) return super.reconnect();
    this.drop();
    this.become({ name: 'paused' });
  }

  /**
   * Does whatever is due: reconnects, gives up waiting, or probes the board after a silence.
   * @param {boolean} watched whether a visible tab shows the state; a hidden page need not probe
   */
  check(watched = !document.hidden) {
    super.check();
    if (watched && ['live', 'catching-up', 'delayed'].includes(this.state.name)) this.#checkSilence();
  }

  #checkSilence() {
    if (this.#sleep.mayHaveSlept()) this.#eventAt = -Infinity;
    if (this.#expected && !isBehind(this.position, this.#expected.position)) this.#expected = null;
    if (this.#expected && now() > this.#expected.by) return this.lose();
    const silence = now() - this.#eventAt;
    // An awake page would have probed long ago: it is not live until the probe is answered.
    if (silence > 2 * SILENCE_MS && this.state.name === 'live') this.become({ name: 'catching-up' });
    if (silence > (this.state.name === 'delayed' ? DELAYED_MS : SILENCE_MS)) void this.#probe();
  }

  async #probe() {
    if (this.#probing) return;
    this.#probing = true;
    const source = this.source;
    try {
      // Not the board's position: the newest event may be of a kind that the stream does not deliver to this page
      const { messages } = await readMessages({ limit: 1, patienceMs: PROBE_PATIENCE_MS });
      if (source === this.source) this.#onProbed(parsePosition(messages[0]?.position));
    } catch (error) {
      if (source === this.source) this.#onProbeFailed(error);
    } finally {
      this.#probing = false;
    }
  }

  /** @param {Position | null} position */
  #onProbed(position) {
    this.#eventAt = now();
    if (position && isBehind(this.position, position)) this.#expected ??= { position, by: now() + GRACE_MS };
    else this.become({ name: 'live' });
  }

  /** @param {unknown} error the server is there but cannot read the board, or it is gone */
  #onProbeFailed(error) {
    if (!(error instanceof Problem) || error.status === 0) return this.lose();
    this.#eventAt = now();
    this.become({ name: 'delayed' });
  }

  /** @param {string} type @param {Data} data */
  onEvent(type, data) {
    this.#eventAt = now();
    if (type === 'read') return this.handlers.onRead(/** @type {any} */ (data));
    const at = parsePosition(data.position);
    if (!at) return;
    const after = this.position && formatPosition(this.position);
    this.position = at;
    this.handlers.onEvent(/** @type {any} */ ({ ...data, type }), after);
    if (this.state.name !== 'live') this.become({ name: 'live' });
  }

  /** @param {Data} data */
  onReset({ position }) {
    this.#eventAt = now();
    this.position = parsePosition(position) ?? this.position;
    this.#expected = null;
    this.handlers.onReset();
  }

  /** @param {Connection} state */
  onState(state) {
    if (state.name === 'live') this.#eventAt = now();
    this.handlers.onState(state);
  }

  /** @param {Problem} [problem] */
  lose(problem) {
    if (navigator.onLine) super.lose(problem);
    else this.#onOffline();
  }

  drop() {
    super.drop();
    this.#expected = null;
  }

  #onOnline = () => this.reconnect();

  #onOffline = () => {
    this.drop();
    this.become({ name: 'offline' });
  };
}
