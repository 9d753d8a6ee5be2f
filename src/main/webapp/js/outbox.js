// @ts-check
import { postMessage, Problem, readMessage } from './api.js';
import { onRemembered, recall, recallAll, remember } from './memory.js';
import { randomUuid } from './uuid.js';

/**
 * A message on its way. sent: accepted by the server, not yet seen on the board; failed: may be tried again under the
 * same id, which is its idempotency key; refused: the same would be refused again.
 * @typedef {{ id: string, channel: string, author: string, content: string, timestamp: string,
 *   status: 'sending' | 'sent' | 'failed' | 'refused', failure?: string }} Outgoing
 */

const OTHER_BOARD = 'This may be another board than the one it was written for. Retry sends it here.';

const key = (/** @type {string} */ id) => `outbox.${id}`;

/**
 * What was written here and is not on the board yet. It survives a reload until the server has accepted it. Every entry
 * is sent under the name that it was written under, whoever uses the browser now.
 */
export class Outbox {
  /** @type {Map<string, Outgoing>} in the order of writing */
  #entries = new Map();
  /** @type {Set<string>} ids of this page's messages that have arrived on the board */
  delivered = new Set();
  /** @type {Set<string>} ids of those that an earlier page left as "sending" */
  #left = new Set();
  /** One after the other, so that two messages sent in a row keep their order. */
  #queue = Promise.resolve();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    const stored = /** @type {Outgoing[]} */ (recallAll('outbox.'));
    stored.sort((a, b) => a.timestamp.localeCompare(b.timestamp)).forEach((entry) => this.#restore(entry));
    onRemembered(() => this.#forgetSettledElsewhere());
  }

  /** @param {string} channel */
  entriesOf(channel) {
    return [...this.#entries.values()].filter((entry) => entry.channel === channel);
  }

  /** @param {{ author: string, content: string, channel: string }} message */
  send(message) {
    this.#post({ ...message, id: randomUuid(), timestamp: new Date().toISOString(), status: 'sending' });
  }

  /** @param {string} id */
  retry(id) {
    const entry = this.#entries.get(id);
    if (entry?.status === 'failed') this.#post(entry);
  }

  /** @param {string} id @returns {Outgoing | undefined} */
  discard(id) {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    remember(key(id), undefined);
    this.changed();
    return entry;
  }

  /** The message is on the board: whoever brought the news, it is shown once. @param {string} id */
  settle(id) {
    if (!this.#entries.has(id)) return false;
    this.delivered.add(id);
    this.discard(id);
    return true;
  }

  /**
   * Sends what an earlier page left as "sending"; to be called when the board behind the address is known. Whether such
   * a message has arrived is not, and its key makes asking again safe.
   */
  resume() {
    for (const id of this.#left) {
      const stored = /** @type {Outgoing | undefined} */ (recall(key(id)));
      if (stored?.status === 'sending') this.#post(stored);
      else if (stored) this.#entries.set(id, stored);
      else this.#entries.delete(id);
    }
    this.#left.clear();
    this.changed();
  }

  /** Nothing that was written for another board is sent to this one by itself. */
  park() {
    for (const entry of this.#entries.values()) {
      const waits = this.#left.has(entry.id) || entry.status === 'failed';
      if (waits) this.#update(entry, { status: 'failed', failure: OTHER_BOARD });
    }
    this.#left.clear();
  }

  /** Asks for messages that were accepted and may have arrived while this page was not listening. */
  async confirmSent() {
    const sent = [...this.#entries.values()].filter(({ status }) => status === 'sent');
    // Not there yet is no failure: the stream will bring it.
    for (const { id } of sent) await readMessage(id).then(() => this.settle(id), () => undefined);
  }

  /** @param {Outgoing} entry */
  #restore(entry) {
    this.#entries.set(entry.id, entry);
    if (entry.status === 'sending') this.#left.add(entry.id);
  }

  /** @param {Outgoing} entry */
  #post(entry) {
    this.#update(entry, { status: 'sending', failure: undefined });
    this.#queue = this.#queue.then(() => this.#attempt(entry));
  }

  /** @param {Outgoing} entry */
  async #attempt(entry) {
    try {
      await postMessage(entry.id, entry);
      this.#update(entry, { status: 'sent' });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#update(entry, { status: error.refused ? 'refused' : 'failed', failure: error.message });
    }
  }

  /** @param {Outgoing} entry @param {Partial<Outgoing>} change */
  #update({ id, ...rest }, change) {
    if (change.status !== 'sending' && !this.#entries.has(id)) return;
    const entry = { id, ...rest, ...change };
    this.#entries.set(id, entry);
    remember(key(id), entry.status === 'sent' ? undefined : entry);
    this.changed();
  }

  #forgetSettledElsewhere() {
    for (const { id, status } of this.#entries.values()) {
      if ((status === 'failed' || status === 'refused') && !recall(key(id))) this.#entries.delete(id);
    }
    this.changed();
  }
}
