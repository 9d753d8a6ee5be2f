// @ts-check
import { postMessage, Problem, readMessage } from './api.js';
import { onRemembered, recall, recallAll, remember } from './memory.js';
import { randomUuid } from './uuid.js';

/**
 * An outgoing message. sent: accepted by the server, but not yet seen on the board; failed: can be retried with the
 * same id, which is its idempotency key; refused: a retry would be refused too.
 * @typedef {{ id: string, channel: string, author: string, content: string, timestamp: string,
 *   status: 'sending' | 'sent' | 'failed' | 'refused', failure?: string }} Outgoing
 */

const OTHER_BOARD = 'You may have written this for a different board. Retry sends it here.';

const key = (/** @type {string} */ id) => `outbox.${id}`;

/**
 * Messages written here that are not on the board yet. Until the server has accepted a message, it survives a reload.
 * Every message is sent under the name of its author, even if somebody else uses the browser by then.
 */
export class Outbox {
  /** @type {Map<string, Outgoing>} in the order they were written */
  #entries = new Map();
  /** @type {Set<string>} ids of this page's messages that have arrived on the board */
  delivered = new Set();
  /** @type {Set<string>} ids of entries that an earlier page left as "sending" */
  #left = new Set();
  /** Posts one message at a time, so that messages keep their order. */
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

  /** Removes a message that is on the board now, so that it is not shown twice. @param {string} id */
  settle(id) {
    if (!this.#entries.has(id)) return false;
    this.delivered.add(id);
    this.discard(id);
    return true;
  }

  /**
   * Sends what an earlier page left as "sending"; call it once the board at this address has been recognised. Such a
   * message may have arrived already, but its key makes it safe to send it again.
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

  /** Keeps messages written for another board from being sent to this one automatically. */
  park() {
    for (const entry of this.#entries.values()) {
      const waits = this.#left.has(entry.id) || entry.status === 'failed';
      if (waits) this.#update(entry, { status: 'failed', failure: OTHER_BOARD });
    }
    this.#left.clear();
  }

  /** Looks for accepted messages that may have arrived while this page was not listening. */
  async confirmSent() {
    const sent = [...this.#entries.values()].filter(({ status }) => status === 'sent');
    // A message that is not there yet will come over the stream.
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
