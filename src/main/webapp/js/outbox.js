// @ts-check
import { postMessage, readMessage } from './api.js';
import { Backoff, Problem } from './board-client.js';
import { onRemembered, recall, recallAll, remember } from './memory.js';
import { Pause } from './pause.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./api.js').Message} Message */
/**
 * An outgoing message. key: its name in this browser; post: its idempotency key; id: its id on the board, the
 * idempotency key until the server has said another. sending: on its way, or waiting for its turn; waiting: the last
 * attempt failed and another will follow by itself;
 * sent: accepted by the server, but not yet seen on the board; failed: goes out when somebody says so; refused: has to
 * be changed first. by: who wrote it, where people sign in.
 * @typedef {{ key: string, post: string, id: string, channel: string, author: string, content: string, timestamp: string,
 *   replyTo?: string, by?: string, status: 'sending' | 'waiting' | 'sent' | 'failed' | 'refused', failure?: string }} Outgoing
 */

const OTHER_BOARD = 'You may have written this for a different board. Retry sends it here.';
const DELIVERED_BEFORE = 'An earlier version of this message was delivered.';

const storedAs = (/** @type {string} */ key) => `outbox.${key}`;

/**
 * Messages written here that are not on the board yet. Until the server has accepted a message, it survives a reload.
 * They go out one at a time in the order in which they were written; while the first of them cannot be sent, the others
 * wait behind it. Every message is sent under the name of its author, even if somebody else uses the browser by then;
 * where people sign in, it waits for that person.
 */
export class Outbox {
  /** @type {Map<string, Outgoing>} by key, in the order they were written */
  #entries = new Map();
  /** @type {Set<string>} ids of this page's messages that have arrived on the board */
  delivered = new Set();
  /** @type {Set<string>} keys of entries that an earlier page left on their way */
  #left = new Set();
  /** @type {Set<string>} keys of entries that are being edited */
  #held = new Set();
  #sending = false;
  #backoff = new Backoff(1_000, 30_000);
  #pause = new Pause();
  #writtenAt = 0;

  /**
   * @param {{ who?: string }} session whose messages are shown and sent
   * @param {{ has: (channel: string, id: string) => boolean, changed: () => void }} board  has: whether the page has
   *   that message
   */
  constructor(session, board) {
    this.session = session;
    this.board = board;
    const stored = recallAll('outbox.').map(upgraded);
    stored.sort((a, b) => a.timestamp.localeCompare(b.timestamp)).forEach((entry) => this.#restore(entry));
    onRemembered(() => this.#forgetSettledElsewhere());
  }

  /** @param {string} channel */
  entriesOf(channel) {
    return [...this.#entries.values()].filter((entry) => entry.channel === channel && this.#isOurs(entry));
  }

  /** @param {Outgoing} entry */
  #isOurs({ by }) {
    return by === this.session.who;
  }

  /** @param {string} key */
  find(key) {
    return this.#entries.get(key);
  }

  /** @param {{ author: string, content: string, channel: string, replyTo?: string }} message */
  send(message) {
    const key = randomUuid();
    // Never the same twice: entries are sorted by it after a reload
    this.#writtenAt = Math.max(Date.now(), this.#writtenAt + 1);
    const timestamp = new Date(this.#writtenAt).toISOString();
    this.#keep({ ...message, key, post: key, id: key, timestamp, by: this.session.who, status: 'sending' });
    void this.#sendAll();
  }

  /** Sends what waits, without further delay. */
  sendNow() {
    this.#backoff.reset();
    this.#pause.end();
    void this.#sendAll();
  }

  /** @param {string} key */
  retry(key) {
    const entry = this.#entries.get(key);
    if (entry?.status === 'failed' || entry?.status === 'waiting') this.#change(entry, { status: 'sending' });
    this.sendNow();
  }

  /** Keeps a message back while it is being edited. @param {string} key */
  hold(key) {
    this.#held.add(key);
  }

  /** Ends the editing of a message. @param {string} key @param {string} [content] unchanged if missing */
  release(key, content) {
    this.#held.delete(key);
    const entry = this.#entries.get(key);
    // The key stays: if the server has got the earlier version after all, it refuses this one
    if (entry && content !== undefined) this.#change(entry, { content, status: 'sending' });
    this.sendNow();
  }

  /** @param {string} key @returns {Outgoing | undefined} what `restore` brings back */
  discard(key) {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    this.#held.delete(key);
    remember(storedAs(key), undefined);
    this.board.changed();
    return entry;
  }

  /** Brings a discarded message back to its place. @param {Outgoing} entry */
  restore(entry) {
    this.#keep(entry);
    const sorted = [...this.#entries.values()].sort((a, b) => a.timestamp.localeCompare(b.timestamp));
    this.#entries = new Map(sorted.map((each) => [each.key, each]));
    void this.#sendAll();
  }

  /** Removes a message that is on the board now, so that it is not shown twice. @param {Message} message */
  settle({ id, content, deleted }) {
    const entry = [...this.#entries.values()].find((each) => each.id === id);
    if (!entry) return false;
    this.delivered.add(id);
    if (this.#held.has(entry.key) || (entry.content !== content && !deleted)) this.#separate(entry);
    else this.discard(entry.key);
    return true;
  }

  /**
   * Goes on with what an earlier page left on its way; call it once the board at this address has been recognised. Such
   * a message may have arrived already, but its key makes it safe to send it again.
   */
  resume() {
    for (const key of this.#left) {
      const stored = recall(storedAs(key));
      if (stored) this.#entries.set(key, upgraded(stored));
      else this.#entries.delete(key);
    }
    this.#left.clear();
    this.board.changed();
    this.sendNow();
  }

  /** Keeps messages written for another board from being sent to this one automatically. */
  park() {
    for (const entry of this.#entries.values()) {
      if (isDue(entry)) this.#change(entry, { status: 'failed', failure: OTHER_BOARD });
    }
    this.#left.clear();
  }

  /** Looks for accepted messages that may have arrived while this page was not listening. */
  async confirmSent() {
    const sent = [...this.#entries.values()].filter(({ status }) => status === 'sent');
    // A message that is not there yet will come over the stream.
    for (const { id } of sent) await readMessage(id).then((message) => this.settle(message), () => undefined);
  }

  /** @param {Outgoing} entry */
  #restore(entry) {
    this.#entries.set(entry.key, entry);
    if (isDue(entry)) this.#left.add(entry.key);
  }

  async #sendAll() {
    if (this.#sending) return;
    this.#sending = true;
    for (let entry = this.#next(); entry; entry = this.#next()) {
      const problem = await this.#attempt(entry);
      if (problem) await this.#pause.wait(problem.pauseMs(this.#backoff));
      else this.#backoff.reset();
    }
    this.#sending = false;
  }

  /** Nothing overtakes what an earlier page left. */
  #next() {
    if (this.#left.size > 0) return undefined;
    return [...this.#entries.values()].find(
      (entry) => isDue(entry) && this.#isOurs(entry) && !this.#held.has(entry.key),
    );
  }

  /** @param {Outgoing} entry @returns {Promise<Problem | undefined>} why the server has not decided, if it has not */
  async #attempt(entry) {
    try {
      const { id } = await postMessage(entry.post, entry);
      this.#change(entry, { status: 'sent', id: id ?? entry.id, failure: undefined });
      // The stream may have been quicker than the answer
      if (id && this.board.has(entry.channel, id)) this.discard(entry.key);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#change(entry, { status: error.refused ? 'refused' : 'waiting', failure: error.message });
      return error.refused ? undefined : error;
    }
    return undefined;
  }

  /** What was changed after a version of it had been delivered is another message. @param {Outgoing} entry */
  #separate(entry) {
    const post = randomUuid();
    this.#change(entry, { post, id: post, status: 'refused', failure: DELIVERED_BEFORE });
  }

  /** @param {Outgoing} entry @param {Partial<Outgoing>} change */
  #change({ key }, change) {
    const entry = this.#entries.get(key);
    if (entry) this.#keep({ ...entry, ...change });
  }

  /** @param {Outgoing} entry */
  #keep(entry) {
    this.#entries.set(entry.key, entry);
    remember(storedAs(entry.key), entry.status === 'sent' ? undefined : entry);
    this.board.changed();
  }

  #forgetSettledElsewhere() {
    for (const { key, status } of this.#entries.values()) {
      if (['waiting', 'failed', 'refused'].includes(status) && !recall(storedAs(key))) this.#entries.delete(key);
    }
    this.board.changed();
  }
}

/** Whether it goes out by itself. @param {Outgoing} entry */
const isDue = ({ status }) => status === 'sending' || status === 'waiting';

/** Entries of earlier versions have no key of their own, and waited for a click. @param {any} entry @returns {Outgoing} */
const upgraded = (entry) => ({ key: entry.id, post: entry.id, ...entry });
