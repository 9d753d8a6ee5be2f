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
 * }} SharedHandlers  position: where this tab's own stream would resume
 */
/** @typedef {{ term: number, awake: boolean, tab: string }} Rank */
/**
 * What the leader sends to the other tabs, with its rank. Times are relative, because every tab has its own clock.
 * @typedef {{ kind: 'event', event: import('./api.js').BoardEvent, after: string | null } | { kind: 'reset' }
 *   | { kind: 'state', name: Connection['name'], retryInMs: number, position: string | null }} Relayed
 */
/** @typedef {(Relayed | { kind: 'claim' } | { kind: 'bye' }) & { rank: Rank }} Ranked */
/** @typedef {Ranked | { kind: 'ask', watched: boolean } | { kind: 'now' }} Notice */

// 4 is the version of the protocol: tabs with another version have their own stream.
const CHANNEL = `message-board 4 ${BOARD_PATH}`;
const ASK_MS = 2_000;
const DOUBT_MS = 5_000;
const CONTRADICTION_MS = 250;

/**
 * One stream for all tabs of a browser, because over HTTP/1.1 a browser opens only six connections to a site. One tab
 * leads: it has the stream and relays every event. The other tabs poll it to check that it is still there. (It does not
 * send heartbeats, because browsers throttle the timers of a hidden tab, but not its message events.) A tab that gets
 * no answer no longer shows itself as live, and stands for election. It also does so when it is opened, and when the
 * leader says goodbye.
 *
 * A candidate becomes the leader unless the leader or a better candidate objects in time. So there may briefly be two
 * leaders, for example when a frozen one wakes up; the one with the older term resigns as soon as it hears from the
 * other. That costs a connection but no message: the feed orders events by number, whichever tab they come from, and a
 * new leader resumes from its own position. (Web Locks would rule out two leaders, but need HTTPS.)
 */
export class SharedStream {
  /** @type {Stream | null} */
  #stream = null;
  /** @type {BroadcastChannel | null} */
  #tabs = null;
  #tab = randomUuid();
  /** The highest term seen. */
  #term = 0;
  /** @type {Rank} the rank of this tab's last claim */
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
    // Listen from now on, although this tab joins later: until then, relayed events wait in the feed.
    this.#tabs.onmessage = (event) => this.#onNotice(event.data);
  }

  /** Call this once the history is loaded. */
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

  /** Whether this tab has the stream. */
  get leads() {
    return this.#stream !== null;
  }

  reconnect() {
    if (this.#stream) this.#stream.reconnect();
    else this.#broadcast({ kind: 'now' });
  }

  #check() {
    if (this.#stream) return this.#confirm(!document.hidden);
    if (now() - this.#heardAt <= DOUBT_MS) return this.#broadcast({ kind: 'ask', watched: !document.hidden });
    this.handlers.onState({ name: 'connecting' });
    this.#stand();
  }

  #stand() {
    this.#heardAt = now();
    this.#rank = { term: this.#term + 1, awake: !document.hidden, tab: this.#tab };
    this.#broadcast({ kind: 'claim', rank: this.#rank });
    clearTimeout(this.#election);
    this.#election = setTimeout(() => this.#lead(), CONTRADICTION_MS);
  }

  #lead() {
    this.#stream ??= new Stream(this.handlers.position(), {
      onEvent: (event, after) => this.#pass({ kind: 'event', event, after }),
      onReset: () => this.#pass({ kind: 'reset' }),
      // The other tabs see it in what this browser remembers
      onRead: (mark) => this.handlers.onRead(mark),
      onState: (state) => this.#passState(state),
      isAllowed: this.handlers.isAllowed,
    });
  }

  #follow() {
    clearTimeout(this.#election);
    this.#heardAt = now();
    this.#stream?.close();
    this.#stream = null;
  }

  /** The tab is being closed or frozen. */
  #leave() {
    if (this.#stream) this.#broadcast({ kind: 'bye', rank: this.#rank });
    this.#follow();
  }

  /** Relays what this tab's stream says, so that all tabs get the events in the same order. @param {Relayed} notice */
  #pass(notice) {
    this.#broadcast({ ...notice, rank: this.#rank });
    this.#handle(notice);
  }

  /** @param {Connection} state */
  #passState(state) {
    const at = this.#stream?.position;
    const position = at ? formatPosition(at) : null;
    const retryInMs = (state.retryAt ?? now()) - now();
    this.#broadcast({ kind: 'state', name: state.name, retryInMs, position, rank: this.#rank });
    this.handlers.onState(state);
  }

  /** @param {boolean} watched whether a visible tab shows the state */
  #confirm(watched) {
    this.#stream?.check(watched);
    if (this.#stream) this.#passState(this.#stream.state);
  }

  /** @param {Notice} notice */
  #onNotice(notice) {
    if (notice.kind === 'ask') this.#confirm(notice.watched);
    else if (notice.kind === 'now') this.#stream?.reconnect();
    else this.#onRanked(notice);
  }

  /** @param {Ranked} notice */
  #onRanked(notice) {
    this.#term = Math.max(this.#term, notice.rank.term);
    if (notice.kind === 'claim') this.#onClaim(notice.rank);
    else if (notice.kind === 'bye') this.#onBye();
    else this.#onRelayed(notice);
  }

  /** @param {Rank} rank */
  #onClaim(rank) {
    if (this.#stream) this.#confirm(false);
    else if (isAbove(rank, this.#rank)) clearTimeout(this.#election);
  }

  #onBye() {
    if (this.#started && !this.#stream) this.#stand();
  }

  /** @param {Relayed & { rank: Rank }} notice */
  #onRelayed(notice) {
    // Of two leaders, the higher-ranked one objects and the other follows it.
    if (this.#stream && isAbove(this.#rank, notice.rank)) return this.#confirm(false);
    this.#follow();
    this.#handle(notice);
  }

  /** @param {Relayed} notice */
  #handle(notice) {
    if (notice.kind === 'event') this.handlers.onEvent(notice.event, notice.after);
    if (notice.kind === 'reset') this.handlers.onReset();
    if (notice.kind === 'state') {
      this.handlers.onState({ name: notice.name, retryAt: now() + notice.retryInMs });
      this.handlers.onBeat(parsePosition(notice.position));
    }
  }

  /** @param {Notice} notice */
  #broadcast(notice) {
    this.#tabs?.postMessage(notice);
  }
}

/**
 * A newer claim beats an older one; of two claims in one term, a visible tab's wins, because its timers run.
 * @param {Rank} a
 * @param {Rank} b
 */
function isAbove(a, b) {
  if (a.term !== b.term) return a.term > b.term;
  return a.awake !== b.awake ? a.awake : a.tab > b.tab;
}
