// @ts-check
import { readChannels, readMessage, readMessages } from './api.js';
import { Backoff, Problem } from './board-client.js';
import { isKnownBoard, rememberBoard } from './board.js';
import { KEPT } from './channel-log.js';
import { now } from './clock.js';
import { isPrivate } from './names.js';
import { Pause } from './pause.js';
import { isArchived, isBehind, parsePosition } from './position.js';

/** @typedef {import('./api.js').BoardEvent} BoardEvent */
/** @typedef {import('./api.js').Page} Page */
/** @typedef {import('./channel-log.js').ChannelLog} ChannelLog */
/** @typedef {import('./position.js').Position} Position */
/**
 * @typedef {object} FeedHandlers
 * @property {(message: import('./api.js').Message) => void} onMessage every message that was loaded or came live
 * @property {(message: import('./api.js').Message) => void} onNew every message that came live
 * @property {() => void} onOtherBoard this address now has a different board
 * @property {(channel: string | null) => void} onElsewhere the message in the address is in this channel, or gone
 */

const PAGE = 100;
const BACKLOG = 5_000;
const REST_MS = 1_000;

/**
 * Joins history and stream without a gap. Every event that reaches this page, over its own stream or another tab's,
 * passes through here in the order of the numbers. History is read up to a position, the stream continues after it, and
 * events that arrive in between wait. After a missed event, a new epoch or a `reset`, the feed joins again. (A number
 * may be missing: what is not for this reader has a number too.)
 */
export class Feed {
  /** @type {Position | null} the store is complete up to here; null while joining */
  #cursor = null;
  /** @type {Position | null} where the last join ended: an older page could leave a gap */
  #joinedAt = null;
  /** @type {{ event: BoardEvent, after: string | null }[]} */
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
   * @param {FeedHandlers} handlers
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
      // Whoever reads older messages gets those again, not the newest
      this.store.aim ??= this.store.places.get(this.store.current);
      const listing = this.#untilAnswered(readChannels);
      const page = await this.#load();
      if (!page) continue;
      await this.#untilAnswered(() => this.#recognise(page));
      const { channels, position } = await listing;
      this.store.setChannels(channels);
      if (!this.#again) this.#goOn(earlier(parsePosition(page.position), parsePosition(position)));
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
    for (const { event, after } of waiting) {
      if (parsePosition(event.position)?.epoch === this.#cursor?.epoch) this.receive(event, after);
    }
    this.store.changed();
  }

  /** @param {BoardEvent} event @param {string | null} after  the position of the stream's previous event */
  receive(event, after) {
    const at = parsePosition(event.position);
    const cursor = this.#cursor;
    if (!at) return;
    if (!cursor) return this.#keepForLater(event, after);
    if (at.epoch !== cursor.epoch || isMissed(cursor, at, after)) return this.#rejoinBefore(event, after);
    if (at.n <= cursor.n) return;
    this.#backoff.reset();
    this.#cursor = this.position = at;
    this.store.apply(event);
    if (event.type !== 'message') return;
    const message = /** @type {any} */ (event);
    this.handlers.onMessage(message);
    this.handlers.onNew(message);
  }

  /** @param {Position | null} position the position of the leading tab's stream, which has relayed all up to here */
  beat(position) {
    if (this.#cursor && isBehind(this.#cursor, position)) void this.join();
  }

  /** @param {BoardEvent} event @param {string | null} after */
  #rejoinBefore(event, after) {
    void this.join();
    this.#keepForLater(event, after);
  }

  /** @param {BoardEvent} event @param {string | null} after */
  #keepForLater(event, after) {
    this.#backlog.push({ event, after });
    // When an event is dropped here, the next one reveals the gap, and the feed joins again.
    if (this.#backlog.length > BACKLOG) this.#backlog.shift();
  }

  /** Loads the current channel where it is to be opened, unless that is loaded already. */
  async open() {
    const { shown, aim } = this.store;
    this.retryNow();
    // A feed that has yet to join loads the channel when it does
    if (!this.joined && !this.#joining) return;
    await this.#joining;
    if (shown !== this.store.shown) return;
    const log = this.store.log();
    if (log.status === 'ready' && aim && !(aim.id && log.find(aim.id))) this.#beginAnew();
    if (this.store.log().status === 'idle') await this.#load();
  }

  /** Goes to the newest message. */
  async toNewest() {
    const { current } = this.store;
    this.store.aim = undefined;
    this.store.leaveAt(current, undefined);
    if (this.store.log().live) return;
    this.#beginAnew();
    await this.open();
  }

  /** The stream's messages are kept from now on, so that the page about to be read can be joined with them. */
  #beginAnew() {
    this.store.beginLog().since = this.#cursor;
  }

  /** Ends the pause before the next attempt to load. */
  retryNow() {
    this.#pause.end();
  }

  /** @returns {Promise<Page | null>} null if another channel was opened meanwhile */
  async #load() {
    const { shown } = this.store;
    const log = this.store.log();
    while (shown === this.store.shown) {
      log.status = 'loading';
      this.store.changed();
      try {
        return this.#take(log, await this.#pagesOf(log));
      } catch (error) {
        await this.#pauseAfter(error, log);
      }
    }
    log.status = 'idle';
    return null;
  }

  /** @param {ChannelLog} log @returns {Promise<Page[]>} the first page, and then older ones */
  async #pagesOf(log) {
    const { aim } = this.store;
    const page = aim && (await this.#pageAt(log, aim));
    return page ? [page] : this.#pagesBackToKnown(log);
  }

  /** @param {ChannelLog} log @param {import('./store.js').Aim} aim @returns {Promise<Page | undefined>} */
  async #pageAt(log, { id, after, highlighted }) {
    try {
      return await this.#freshPage(log, { around: id, after });
    } catch (error) {
      if (!(error instanceof Problem) || ![404, 410].includes(error.status)) throw error;
      const isThere = !isPrivate(log.channel) || (await found(readMessages({ channel: log.channel, limit: 1 })));
      this.store.aim = undefined;
      this.store.leaveAt(log.channel, undefined);
      if (id && highlighted && isThere) this.handlers.onElsewhere((await found(readMessage(id)))?.channel ?? null);
      return undefined;
    }
  }

  /**
   * Reads the newest page, then older ones until one has a message that was already shown, so that nothing is missing
   * in between. Messages are compared by id, because the positions may belong to two epochs.
   * @param {ChannelLog} log
   */
  async #pagesBackToKnown(log) {
    const newest = await found(this.#freshPage(log, {}));
    log.missing = newest === null;
    const pages = [newest ?? { messages: [], position: (await readChannels()).position }];
    while (this.#mayMissBefore(pages, log)) {
      pages.push(await this.#pageBefore(pages[pages.length - 1].next, log, pages[0]));
    }
    return pages;
  }

  /** @param {Page[]} pages @param {ChannelLog} log */
  #mayMissBefore(pages, { channel, author }) {
    const { messages, next } = pages[pages.length - 1];
    const known = this.#known;
    if (!next || pages.length * PAGE >= KEPT || !known?.live) return false;
    if (known.channel !== channel || known.author !== author) return false;
    return known.messages.length > 0 && !messages.some(({ id }) => known.find(id));
  }

  /**
   * @param {string | undefined} before
   * @param {ChannelLog} log
   * @param {{ position: string }} start the page must have the same epoch as this
   */
  async #pageBefore(before, { channel, author }, { position }) {
    return sameEpoch(await readMessages({ channel, author, before, limit: PAGE }), position);
  }

  /** @param {ChannelLog} log @param {{ around?: string, after?: string }} place */
  async #freshPage({ channel, author, since = this.#joinedAt }, place) {
    const page = await readMessages({ channel, author, ...place, limit: PAGE });
    const at = parsePosition(page.position);
    const older = this.#cursor && at?.epoch === since?.epoch && isBehind(at, since);
    if (older) throw new Problem(503, 'This server has not caught up with the board yet.');
    return page;
  }

  /** @param {ChannelLog} log @param {Page[]} pages @returns the newest page */
  #take(log, pages) {
    pages.forEach((page, i) => {
      if (i === 0) log.begin(page, this.store.aim?.after);
      else log.addOlder(page);
      page.messages.forEach(this.handlers.onMessage);
    });
    log.status = 'ready';
    this.store.drawLine();
    this.store.changed();
    return pages[0];
  }

  /** @param {Page} page */
  async #recognise(page) {
    if (!(await isKnownBoard(page))) this.handlers.onOtherBoard();
    rememberBoard(page);
  }

  /**
   * @template T
   * @param {() => Promise<T>} request
   */
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
    const pause = error.pauseMs(this.#backoff);
    if (log.status === 'loading') log.status = 'failed';
    log.failure = error.message;
    this.store.changed();
    await this.#pause.wait(pause);
  }

  /** Loads the page before the window's first message. An empty page need not be the last one. */
  async loadOlder() {
    const log = this.store.log();
    await this.#extend(log, 'older', async () => {
      let fresh = false;
      for (let before = log.older.cursor; before && !fresh; before = log.older.cursor) {
        fresh = log.addOlder(await this.#pageBefore(before, log, { position: before }));
        if (log.older.cursor === before) return;
      }
    });
  }

  /** Loads the page after the window's last message. */
  async loadNewer() {
    const log = this.store.log();
    await this.#extend(log, 'newer', async () => {
      const after = log.newer.cursor ?? '';
      log.since = this.#cursor;
      log.addNewer(sameEpoch(await this.#freshPage(log, { after }), after));
    });
  }

  /** @param {ChannelLog} log @param {'older' | 'newer'} end @param {() => Promise<void>} load */
  async #extend(log, end, load) {
    const { state, cursor } = log[end];
    if (!cursor || !['some', 'failed'].includes(state)) return;
    log[end] = { state: 'loading', cursor };
    this.store.changed();
    try {
      await load();
      log.trim(this.store.places.get(log.channel)?.id);
    } catch (error) {
      log[end] = { state: 'failed', cursor };
      if (error instanceof Problem && error.outdated) void this.join();
    }
    this.store.changed();
  }
}

/** @template T @param {Promise<T>} answer @returns {Promise<T | null>} null if there is no such thing */
async function found(answer) {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  }
}

/**
 * The history and the channels are read side by side, so the stream continues after the one that was read first.
 * @param {Position | null} page
 * @param {Position | null} channels
 */
const earlier = (page, channels) => (channels && isBehind(channels, page) ? channels : page);

/** The archive has no epochs. @param {Page} page @param {string} position */
function sameEpoch(page, position) {
  if (isArchived(position) || parsePosition(page.position)?.epoch === parsePosition(position)?.epoch) return page;
  throw new Problem(410, 'The board was rebuilt meanwhile.');
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
