// @ts-check
import { Problem, readMessages, streamUrl } from './api.js';
import { Backoff } from './backoff.js';
import { now, SleepWatch } from './clock.js';
import { formatPosition, isBehind, parsePosition } from './position.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./store.js').Connection} Connection */
/**
 * @typedef {object} StreamHandlers
 * @property {(event: import('./api.js').BoardEvent, after: string | null) => void} onEvent after: previous position
 * @property {() => void} onReset history must be loaded again
 * @property {(mark: import('./api.js').ReadMark) => void} onRead the user has read on, on this device or another
 * @property {(connection: Connection) => void} onState
 * @property {() => boolean} isAllowed whether the user may read the stream
 */

/** The board's events. Of others a browser tells nothing, since it asks for each kind by its name. */
const KINDS = ['message', 'edited', 'deleted', 'reacted', 'unreacted', 'channel', 'joined', 'left', 'pinned', 'unpinned',
  'restricted', 'lifted', 'reported', 'closed', 'webhook', 'webhook-revoked'];

/** How a stream after a position is opened, unless another way is loaded. */
export const transport = { open: (/** @type {string | null} */ after) => new EventSource(streamUrl(after)) };

const TICK_MS = 1_000;
const SILENCE_MS = 20_000;
const DELAYED_MS = 5_000;
const PROBE_PATIENCE_MS = 5_000;
const OPEN_PATIENCE_MS = 10_000;
const GRACE_MS = 2_000;
const SETTLED_MS = 10_000;

/**
 * A series of EventSources, each resuming from the position of the one before. An EventSource alone gives up for good
 * when the status is not 200, hides when it will retry, hides the server's heartbeat comments, and stays "open" over a
 * dead connection. So each source is closed at its first error, this class decides when to retry, and after a silence
 * it reads the newest message to see whether the board is really quiet. Everything that depends on time happens in
 * `check`, which may be called at any time.
 */
export class Stream {
  /** @type {EventSource | null} */
  #source = null;
  /** @type {Connection} */
  #state = { name: 'connecting' };
  #backoff = new Backoff();
  #sleep = new SleepWatch();
  #heardAt = 0;
  #openedAt = 0;
  #probing = false;
  /** @type {{ position: Position, by: number } | null} the position that the stream must have reached by this time */
  #expected = null;

  /**
   * @param {Position | null} position the stream starts after this position
   * @param {StreamHandlers} handlers
   */
  constructor(position, handlers) {
    this.position = position;
    this.handlers = handlers;
    this.#timer = setInterval(() => this.check(), TICK_MS);
    addEventListener('offline', this.#onOffline);
    addEventListener('online', this.reconnect);
    if (navigator.onLine) this.reconnect();
    else this.#onOffline();
  }

  #timer;

  get state() {
    return this.#state;
  }

  close() {
    clearInterval(this.#timer);
    removeEventListener('offline', this.#onOffline);
    removeEventListener('online', this.reconnect);
    this.#drop();
  }

  /** Connects at once, in any state. */
  reconnect = () => {
    this.#drop();
    if (!this.handlers.isAllowed()) return this.#become({ name: 'paused' });
    this.#openedAt = now();
    this.#become({ name: 'connecting' });
    this.#source = transport.open(this.position && formatPosition(this.position));
    this.#source.onopen = () => this.#onOpen();
    for (const kind of KINDS) this.#source.addEventListener(kind, (event) => this.#onEvent(event));
    this.#source.addEventListener('reset', (event) => this.#onReset(event));
    this.#source.addEventListener('read', (event) => this.handlers.onRead(JSON.parse(event.data)));
    this.#source.onerror = () => this.#lose();
  };

  /**
   * Does whatever is due: reconnects, gives up waiting, or probes the board after a silence.
   * @param {boolean} watched whether a visible tab shows the state; a hidden page need not probe
   */
  check(watched = !document.hidden) {
    const { name, retryAt = 0 } = this.#state;
    if (name === 'reconnecting' && now() >= retryAt) this.reconnect();
    if (name === 'connecting' && this.#source && now() - this.#openedAt > OPEN_PATIENCE_MS) this.#lose();
    if (watched && ['live', 'catching-up', 'delayed'].includes(name)) this.#checkSilence();
  }

  #checkSilence() {
    if (this.#sleep.mayHaveSlept()) this.#heardAt = -Infinity;
    if (this.#expected && !isBehind(this.position, this.#expected.position)) this.#expected = null;
    if (this.#expected && now() > this.#expected.by) return this.#lose();
    const silence = now() - this.#heardAt;
    // An awake page would have probed long ago: it is not live until the probe is answered.
    if (silence > 2 * SILENCE_MS && this.#state.name === 'live') this.#become({ name: 'catching-up' });
    if (silence > (this.#state.name === 'delayed' ? DELAYED_MS : SILENCE_MS)) void this.#probe();
  }

  async #probe() {
    if (this.#probing) return;
    this.#probing = true;
    const source = this.#source;
    try {
      // Not the board's position: the newest event may be of a kind that the stream does not deliver to this page
      const { messages } = await readMessages({ limit: 1, patienceMs: PROBE_PATIENCE_MS });
      if (source === this.#source) this.#onProbed(parsePosition(messages[0]?.position));
    } catch (error) {
      if (source === this.#source) this.#onProbeFailed(error);
    } finally {
      this.#probing = false;
    }
  }

  /** @param {Position | null} position */
  #onProbed(position) {
    this.#heard();
    if (position && isBehind(this.position, position)) this.#expected ??= { position, by: now() + GRACE_MS };
    else this.#become({ name: 'live' });
  }

  /** @param {unknown} error the server is there but cannot read the board, or it is gone */
  #onProbeFailed(error) {
    if (!(error instanceof Problem) || error.status === 0) return this.#lose();
    this.#heard();
    this.#become({ name: 'delayed' });
  }

  #onOpen() {
    this.#heard();
    this.#become({ name: 'live' });
  }

  /** @param {MessageEvent} event */
  #onEvent(event) {
    this.#heard();
    const boardEvent = { ...JSON.parse(event.data), type: event.type };
    const after = this.position && formatPosition(this.position);
    this.position = parsePosition(boardEvent.position) ?? this.position;
    this.handlers.onEvent(boardEvent, after);
    if (this.#state.name !== 'live') this.#become({ name: 'live' });
  }

  /** @param {MessageEvent} event */
  #onReset(event) {
    this.#heard();
    this.position = parsePosition(JSON.parse(event.data).position) ?? this.position;
    this.#expected = null;
    this.handlers.onReset();
  }

  #heard() {
    this.#heardAt = now();
    // Not right after opening: a server that accepts and hangs up would otherwise be hit without a pause.
    if (this.#heardAt - this.#openedAt > SETTLED_MS) this.#backoff.reset();
  }

  #lose() {
    this.#drop();
    if (!navigator.onLine) return this.#onOffline();
    this.#become({ name: 'reconnecting', retryAt: now() + this.#backoff.next() });
  }

  #onOffline = () => {
    this.#drop();
    this.#become({ name: 'offline' });
  };

  #drop() {
    this.#source?.close();
    this.#source = null;
    this.#expected = null;
  }

  /** @param {Connection} state */
  #become(state) {
    this.#state = state;
    this.handlers.onState(state);
  }
}
