// @ts-check
import { now } from './clock.js';
import { BOARD_PATH } from './memory.js';
import { formatPosition, parsePosition } from './position.js';
import { Stream } from './stream.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./position.js').Position} Position */
/** @typedef {import('./store.js').Connection} Connection */
/**
 * @typedef {import('./stream.js').StreamHandlers & {
 *   onBeat: (position: Position | null) => void,
 *   position: () => Position | null,
 * }} SharedHandlers  position: where a stream of this tab's own would resume
 */
/** @typedef {{ term: number, awake: boolean, tab: string }} Rank */
/**
 * What a leader says to the others, under its rank. Times are relative: every tab has a clock of its own.
 * @typedef {{ kind: 'message', message: import('./api.js').Message, after: string | null } | { kind: 'reset' }
 *   | { kind: 'state', name: Connection['name'], retryInMs: number, position: string | null }} Relayed
 */
/** @typedef {(Relayed | { kind: 'claim' } | { kind: 'bye' }) & { rank: Rank }} Ranked */
/** @typedef {Ranked | { kind: 'ask', watched: boolean } | { kind: 'now' }} Told */

// The number is that of the protocol: tabs of another version have a stream of their own.
const CHANNEL = `message-board 2 ${BOARD_PATH}`;
const ASK_MS = 2_000;
const DOUBT_MS = 5_000;
const CONTRADICTION_MS = 250;

/**
 * One stream for all tabs of a browser, because HTTP/1.1 gives a site six connections in all. One tab leads: it has
 * the stream and relays every event; the others ask it, again and again, whether it is still there. (Asked rather than
 * told, because the timers of a hidden tab are throttled and its message events are not.) A tab without an answer
 * does not call itself live, and stands for the lead. So it does when it is opened, and when the leader says goodbye.
 *
 * A candidate leads unless a leader or a better candidate contradicts it in time. So there may be two leaders for a
 * moment, as when one wakes that had been frozen: the one of the older term resigns as soon as they hear of each
 * other. That costs a connection and no message, since the feed takes events by their number, from whichever tab they
 * come, and a new leader resumes from its own position. (Web Locks would leave no doubt, but need HTTPS.)
 */
export class SharedStream {
  /** @type {Stream | null} */
  #stream = null;
  /** @type {BroadcastChannel | null} */
  #tabs = null;
  #tab = randomUuid();
  /** The highest term heard of. */
  #term = 0;
  /** @type {Rank} of this tab's last claim */
  #rank = { term: 0, awake: false, tab: this.#tab };
  /** @type {number | undefined} */
  #election;
  #heardAt = 0;
  #started = false;

  /** @param {SharedHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    if (!window.BroadcastChannel) return;
    this.#tabs = new BroadcastChannel(CHANNEL);
    // From now on, although this tab joins later: what is relayed until then waits in the feed.
    this.#tabs.onmessage = (event) => this.#onTold(event.data);
  }

  /** To be called when history is there. */
  start() {
    this.#started = true;
    setInterval(() => this.#check(), ASK_MS);
    document.addEventListener('visibilitychange', () => this.#check());
    document.addEventListener('freeze', () => this.#leave());
    addEventListener('pagehide', () => this.#leave());
    this.handlers.onState({ name: 'connecting' });
    if (this.#tabs) this.#stand();
    else this.#lead();
  }

  reconnect() {
    if (this.#stream) this.#stream.reconnect();
    else this.#tell({ kind: 'now' });
  }

  #check() {
    if (this.#stream) return this.#confirm(!document.hidden);
    if (now() - this.#heardAt <= DOUBT_MS) return this.#tell({ kind: 'ask', watched: !document.hidden });
    this.handlers.onState({ name: 'connecting' });
    this.#stand();
  }

  #stand() {
    this.#heardAt = now();
    this.#rank = { term: this.#term + 1, awake: !document.hidden, tab: this.#tab };
    this.#tell({ kind: 'claim', rank: this.#rank });
    clearTimeout(this.#election);
    this.#election = setTimeout(() => this.#lead(), CONTRADICTION_MS);
  }

  #lead() {
    this.#stream ??= new Stream(this.handlers.position(), {
      onMessage: (message, after) => this.#pass({ kind: 'message', message, after }),
      onReset: () => this.#pass({ kind: 'reset' }),
      onState: (state) => this.#passState(state),
    });
  }

  #follow() {
    clearTimeout(this.#election);
    this.#heardAt = now();
    this.#stream?.close();
    this.#stream = null;
  }

  /** The tab is closed, or will not run for a while. */
  #leave() {
    if (this.#stream) this.#tell({ kind: 'bye', rank: this.#rank });
    this.#follow();
  }

  /** Everything a tab of its own stream gets, the others get in the same order. @param {Relayed} event */
  #pass(event) {
    this.#tell({ ...event, rank: this.#rank });
    this.#handle(event);
  }

  /** @param {Connection} state */
  #passState(state) {
    const at = this.#stream?.position;
    const position = at ? formatPosition(at) : null;
    const retryInMs = (state.retryAt ?? now()) - now();
    this.#tell({ kind: 'state', name: state.name, retryInMs, position, rank: this.#rank });
    this.handlers.onState(state);
  }

  /** @param {boolean} watched whether anybody sees the state */
  #confirm(watched) {
    this.#stream?.check(watched);
    if (this.#stream) this.#passState(this.#stream.state);
  }

  /** @param {Told} told */
  #onTold(told) {
    if (told.kind === 'ask') this.#confirm(told.watched);
    else if (told.kind === 'now') this.#stream?.reconnect();
    else this.#onRanked(told);
  }

  /** @param {Ranked} told */
  #onRanked(told) {
    this.#term = Math.max(this.#term, told.rank.term);
    if (told.kind === 'claim') this.#onClaim(told.rank);
    else if (told.kind === 'bye') this.#onBye();
    else this.#onRelayed(told);
  }

  /** @param {Rank} rank */
  #onClaim(rank) {
    if (this.#stream) this.#confirm(false);
    else if (isAbove(rank, this.#rank)) clearTimeout(this.#election);
  }

  #onBye() {
    if (this.#started && !this.#stream) this.#stand();
  }

  /** @param {Relayed & { rank: Rank }} event */
  #onRelayed(event) {
    // Of two leaders one contradicts and the other then follows.
    if (this.#stream && isAbove(this.#rank, event.rank)) return this.#confirm(false);
    this.#follow();
    this.#handle(event);
  }

  /** @param {Relayed} event */
  #handle(event) {
    if (event.kind === 'message') this.handlers.onMessage(event.message, event.after);
    if (event.kind === 'reset') this.handlers.onReset();
    if (event.kind === 'state') {
      this.handlers.onState({ name: event.name, retryAt: now() + event.retryInMs });
      this.handlers.onBeat(parsePosition(event.position));
    }
  }

  /** @param {Told} told */
  #tell(told) {
    this.#tabs?.postMessage(told);
  }
}

/**
 * A newer claim is above an older one; of two at a time that of a visible tab, whose timers run.
 * @param {Rank} a
 * @param {Rank} b
 */
function isAbove(a, b) {
  if (a.term !== b.term) return a.term > b.term;
  return a.awake !== b.awake ? a.awake : a.tab > b.tab;
}
