// @ts-check
import { Problem, readChannels, readMessages } from './api.js';
import { Backoff } from './backoff.js';
import { isKnownBoard, rememberBoard } from './board.js';
import { KEPT } from './channel-log.js';
import { now } from './clock.js';
import { Pause } from './pause.js';
import { isBehind, parsePosition } from './position.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Page} Page */
/** @typedef {import('./channel-log.js').ChannelLog} ChannelLog */
/** @typedef {import('./position.js').Position} Position */

const PAGE = 100;
const BACKLOG = 5_000;
const REST_MS = 1_000;

/**
 * Joins history and stream without a gap. Every message that reaches this page, over its own stream or another tab's,
 * passes through here in the order of the numbers. History is read up to a position, the stream continues after it, and
 * messages that arrive in between wait. After a missed message, a new epoch or a `reset`, the feed joins again. (A
 * number may be missing: events of kinds that this page does not know have numbers too.)
 */
export class Feed {
  /** @type {Position | null} the store is complete up to here; null while joining */
  #cursor = null;
  /** @type {Position | null} where the last join ended: an older page could leave a gap */
  #joinedAt = null;
  /** @type {{ message: Message, after: string | null }[]} */
  #backlog = [];
  /** @type {Promise<void> | null} */
  #joining = null;
  #again = false;
  /** @type {ChannelLog | null} what the page showed after the last join, and shows until the next is complete */
  #known = null;
  #endedAt = 0;
  #backoff = new Backoff(1_000, 15_000);
  #pause = new Pause();

  /**
   * @param {import('./store.js').Store} store
   * @param {{ onMessage: (message: Message) => void, onOtherBoard: () => void }} handlers  onMessage: called for every
   *   message that is new to the store; onOtherBoard: called when this address now has a different board
   */
  constructor(store, handlers) {
    this.store = store;
    this.handlers = handlers;
    /** @type {Position | null} the last position known for certain, where this page's own stream would resume */
    this.position = null;
  }

  get joined() {
    return this.#cursor !== null;
  }

  /** Reloads the current channel and continues from there; retries until it succeeds. */
  join() {
    this.#again = this.#joining !== null;
    this.#joining ??= this.#joinUntilDone().finally(() => (this.#joining = null));
    return this.#joining;
  }

  async #joinUntilDone() {
    do {
      this.#cursor = null;
      // Do not poll a server that has fallen behind in a tight loop.
      await this.#pause.wait(this.#endedAt + REST_MS - now());
      this.#again = false;
      this.#known = this.store.forgetLogs() ?? this.#known;
      const page = await this.#load(this.store.current);
      if (!page) continue;
      await this.#untilAnswered(() => this.#recognise(page));
      await this.#untilAnswered(async () => this.store.setChannels(await readChannels()));
      if (!this.#again) this.#goOn(parsePosition(page.position));
    } while (this.#again || !this.#cursor);
  }

  /** @param {Position | null} position */
  #goOn(position) {
    this.#joinedAt = this.position = position;
    // On an empty board nothing can be missed; its first event, of any epoch, makes the feed join again.
    this.#cursor = position ?? { epoch: '', n: 0 };
    this.#endedAt = now();
    this.#known = null;
    const waiting = this.#backlog.splice(0);
    for (const { message, after } of waiting) {
      if (parsePosition(message.position)?.epoch === this.#cursor?.epoch) this.receive(message, after);
    }
    this.store.changed();
  }

  /** @param {Message} message @param {string | null} after  the position of the stream's previous event */
  receive(message, after) {
    const at = parsePosition(message.position);
    const cursor = this.#cursor;
    if (!at) return;
    if (!cursor) return this.#keepForLater(message, after);
    if (at.epoch !== cursor.epoch || isMissed(cursor, at, after)) return this.#rejoinBefore(message, after);
    if (at.n <= cursor.n) return;
    this.#backoff.reset();
    this.#cursor = this.position = at;
    this.store.receive(message);
    this.handlers.onMessage(message);
  }

  /** @param {Position | null} position the position of the leading tab's stream, which has relayed all up to here */
  beat(position) {
    if (this.#cursor && isBehind(this.#cursor, position)) void this.join();
  }

  /** @param {Message} message @param {string | null} after */
  #rejoinBefore(message, after) {
    void this.join();
    this.#keepForLater(message, after);
  }

  /** @param {Message} message @param {string | null} after */
  #keepForLater(message, after) {
    this.#backlog.push({ message, after });
    // When a message is dropped here, the next one reveals the gap, and the feed joins again.
    if (this.#backlog.length > BACKLOG) this.#backlog.shift();
  }

  /** Loads the current channel unless it is loaded already. */
  async open() {
    const channel = this.store.current;
    this.retryNow();
    await this.#joining;
    const log = this.store.log(channel);
    if (log.status === 'idle' && channel === this.store.current) await this.#load(channel);
  }

  /** Ends the pause before the next attempt to load. */
  retryNow() {
    this.#pause.end();
  }

  /** @param {string} channel @returns {Promise<Page | null>} null if another channel was opened meanwhile */
  async #load(channel) {
    const log = this.store.log(channel);
    while (channel === this.store.current) {
      log.status = 'loading';
      this.store.changed();
      try {
        return this.#take(log, await this.#pagesBackToKnown(channel));
      } catch (error) {
        await this.#pauseAfter(error, log);
      }
    }
    log.status = 'idle';
    return null;
  }

  /**
   * Reads the newest page, then older ones until one has a message that was already shown, so that nothing is missing
   * in between. Messages are compared by id, because the positions may belong to two epochs.
   * @param {string} channel
   */
  async #pagesBackToKnown(channel) {
    const pages = [await this.#freshPage(channel)];
    while (this.#mayMissBefore(pages, channel)) {
      pages.push(await this.#pageBefore(pages[pages.length - 1].next, channel, pages[0]));
    }
    return pages;
  }

  /** @param {Page[]} pages @param {string} channel */
  #mayMissBefore(pages, channel) {
    const { messages, next } = pages[pages.length - 1];
    if (!next || pages.length * PAGE >= KEPT || this.#known?.channel !== channel) return false;
    return this.#known.messages.length > 0 && !messages.some((message) => this.#known?.has(message));
  }

  /**
   * @param {string | undefined} before
   * @param {string} channel
   * @param {{ position: string }} start the page must have the same epoch as this
   */
  async #pageBefore(before, channel, { position }) {
    const page = await readMessages({ channel, before, limit: PAGE });
    const sameEpoch = parsePosition(page.position)?.epoch === parsePosition(position)?.epoch;
    if (!sameEpoch) throw new Problem(410, 'The board was rebuilt meanwhile.');
    return page;
  }

  /** @param {string} channel */
  async #freshPage(channel) {
    const page = await readMessages({ channel, limit: PAGE });
    const at = parsePosition(page.position);
    const older = this.#cursor && at?.epoch === this.#joinedAt?.epoch && isBehind(at, this.#joinedAt);
    if (older) throw new Problem(503, 'This server has not caught up with the board yet.');
    return page;
  }

  /** @param {ChannelLog} log @param {Page[]} pages @returns the newest page */
  #take(log, pages) {
    for (const page of pages) {
      log.addPage(page);
      page.messages.forEach(this.handlers.onMessage);
    }
    log.status = 'ready';
    this.store.markFirstUnseen();
    this.store.changed();
    return pages[0];
  }

  /** @param {Page} page */
  async #recognise(page) {
    if (!(await isKnownBoard(page))) this.handlers.onOtherBoard();
    rememberBoard(page);
  }

  /** @param {() => Promise<void>} request */
  async #untilAnswered(request) {
    for (;;) {
      try {
        return await request();
      } catch (error) {
        await this.#pauseAfter(error, this.store.log());
      }
    }
  }

  /** @param {unknown} error @param {ChannelLog} log */
  async #pauseAfter(error, log) {
    if (!(error instanceof Problem)) throw error;
    const pause = Math.max(this.#backoff.next(), error.retryAfterMs);
    if (log.status === 'loading') log.status = 'failed';
    log.failure = error.message;
    this.store.changed();
    await this.#pause.wait(pause);
  }

  /** Loads the page before the current channel's first message. */
  async loadOlder() {
    const { current } = this.store;
    const log = this.store.log();
    if (!log.before || !['some', 'failed'].includes(log.older)) return;
    log.older = 'loading';
    this.store.changed();
    try {
      await this.#addOlder(log, current);
    } catch (error) {
      log.older = 'failed';
      if (error instanceof Problem && error.outdated) void this.join();
    }
    this.store.changed();
  }

  /** An empty page need not be the last one. @param {ChannelLog} log @param {string} channel */
  async #addOlder(log, channel) {
    let fresh = false;
    for (let before = log.before; before && !fresh; before = log.before) {
      fresh = log.addPage(await this.#pageBefore(before, channel, { position: before }));
      if (log.before === before) return;
    }
  }
}

/**
 * Whether an event before this one was missed.
 * @param {Position} cursor @param {Position} at @param {string | null} after
 */
function isMissed(cursor, at, after) {
  const before = parsePosition(after);
  // The first event follows the position of the empty board, which has no epoch
  return isBehind(cursor, before?.epoch === at.epoch ? before : { epoch: at.epoch, n: at.n - 1 });
}
