// @ts-check
import { orderOf, parsePosition } from './position.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').Page} Page */
/**
 * What is known about the messages beyond one end of the window. `cursor` is where the next page starts.
 * @typedef {{ state: 'none' | 'some' | 'loading' | 'failed', cursor?: string }} Edge
 */

/** How many messages a window keeps while its reader follows the newest, and twice as many while they read elsewhere. */
export const KEPT = 1_000;
/** Messages beyond the limit that wait to be dropped together. */
const SLACK = 50;

/** A window on a channel: messages in the board's order, without duplicates and without a gap. */
export class ChannelLog {
  /** @type {'idle' | 'loading' | 'ready' | 'failed'} */
  status = 'idle';
  /** @type {Message[]} oldest first */
  messages = [];
  /** @type {Edge} */
  older = { state: 'none' };
  /** @type {Edge} `none` means live: the newest message is in the window, and the stream continues it */
  newer = { state: 'none' };
  /** A private channel that is not there, or not for the reader. */
  missing = false;
  /** @type {string} why loading failed */
  failure = '';
  /** @type {import('./position.js').Position | null | undefined} the stream's messages after this position are here */
  since;
  /** @type {string | undefined} the position that the window begins directly behind, if it was loaded from there */
  behind;
  /** @type {Map<string, Message>} */
  #byId = new Map();
  /** @type {Map<string, number>} by id, the number of the last event that a message's state includes */
  #asOf = new Map();
  /** @type {Message[]} came over the stream while the page that may end at the newest message was on its way */
  #arrived = [];

  /** @param {string} channel @param {string} [author] whose messages alone it has */
  constructor(channel, author) {
    this.channel = channel;
    this.author = author;
  }

  get live() {
    return this.newer.state === 'none';
  }

  /** @param {string} id @returns {Message | undefined} */
  find(id) {
    return this.#byId.get(id);
  }

  /** @param {string} id @returns {number} its place in `messages`, or -1 */
  indexOf(id) {
    const message = this.#byId.get(id);
    if (!message) return -1;
    for (let i = this.#placeOf(message) - 1; i >= 0; i--) if (this.messages[i].id === id) return i;
    return -1;
  }

  /**
   * @param {string | undefined} position
   * @returns {number | undefined} the index of the first message behind it; undefined if its epoch is another
   */
  firstBehind(position) {
    const at = parsePosition(position);
    // Older ones may come from the archive
    const newest = this.messages[this.messages.length - 1];
    if (!at || parsePosition(newest?.position)?.epoch !== at.epoch) return undefined;
    return this.#firstAbove(orderOf(position));
  }

  /**
   * @param {Message} message
   * @param {number} [asOf] the number of the last event that its state includes
   * @returns {boolean} whether the window did not have it
   */
  add(message, asOf = numberOf(message)) {
    const known = this.#byId.has(message.id);
    if (known) this.change(message.id, asOf, () => message);
    if (known) return false;
    this.#byId.set(message.id, message);
    this.#asOf.set(message.id, asOf);
    this.messages.splice(this.#placeOf(message), 0, message);
    return true;
  }

  /** @param {Message} message that came over the stream */
  receive(message) {
    if (this.live) this.add(message);
    else if (this.newer.state === 'loading') this.#arrived.push(message);
  }

  /**
   * Changes a message unless its state includes the event already, as a page that was read later does.
   * @param {string} id
   * @param {number} n the event's number
   * @param {(message: Message) => Message} change
   */
  change(id, n, change) {
    this.#arrived = this.#arrived.map((message) => (message.id === id ? change(message) : message));
    const at = this.indexOf(id);
    if (at < 0 || (this.#asOf.get(id) ?? 0) >= n) return;
    this.messages[at] = { ...change(this.messages[at]), position: this.messages[at].position };
    this.#byId.set(id, this.messages[at]);
    this.#asOf.set(id, n);
  }

  /**
   * Begins with the first page loaded, newest message first. A live window also has what the stream brought meanwhile.
   * @param {Page} page
   * @param {string} [behind] the position that the page was asked to begin behind
   */
  begin(page, behind) {
    this.behind = behind;
    if (page.newer) this.#forget(this.messages.splice(0));
    this.#addAll(page);
    this.older = edge(page.next);
    this.newer = edge(page.newer);
  }

  /** @param {Page} page @returns {boolean} whether it had any new message */
  addOlder(page) {
    const fresh = this.#addAll(page) > 0;
    if (fresh) this.behind = undefined;
    this.older = edge(page.next);
    return fresh;
  }

  /** @param {Page} page */
  addNewer(page) {
    this.#addAll(page);
    this.newer = edge(page.newer);
    const arrived = this.#arrived.splice(0);
    if (this.live) arrived.forEach((message) => this.add(message));
  }

  /** @param {Page} page @returns {number} how many of its messages are new */
  #addAll(page) {
    return page.messages.filter((message) => this.add(message, numberOf(page))).length;
  }

  /**
   * Drops messages beyond the limit: from the end that is farther from the reader, who is never moved.
   * @param {string | undefined} readingId the message being read; undefined while the newest messages are followed
   */
  trim(readingId) {
    const excess = this.messages.length - (readingId ? 2 * KEPT : KEPT);
    if (excess < SLACK) return;
    const reading = readingId ? this.indexOf(readingId) : this.messages.length;
    if (reading < this.messages.length / 2) this.#dropNewest(excess);
    else this.#dropOldest(excess);
  }

  /** @param {number} count */
  #dropOldest(count) {
    this.#forget(this.messages.splice(0, count));
    this.behind = undefined;
    this.older = edge(this.messages[0].position);
  }

  /** @param {number} count */
  #dropNewest(count) {
    this.#forget(this.messages.splice(-count));
    this.newer = edge(this.messages[this.messages.length - 1].position);
  }

  /** @param {Message[]} gone */
  #forget(gone) {
    for (const { id } of gone) {
      this.#byId.delete(id);
      this.#asOf.delete(id);
    }
  }

  /** @param {Message} message @returns {number} behind all that are not newer */
  #placeOf(message) {
    return this.#firstAbove(numberOf(message));
  }

  /** @param {number} n @returns {number} the index of the first message with a higher number */
  #firstAbove(n) {
    let [from, to] = [0, this.messages.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (numberOf(this.messages[middle]) <= n) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** @param {string | undefined} cursor @returns {Edge} */
const edge = (cursor) => (cursor ? { state: 'some', cursor } : { state: 'none' });

/** @param {{ position: string }} event */
export const numberOf = ({ position }) => orderOf(position);
