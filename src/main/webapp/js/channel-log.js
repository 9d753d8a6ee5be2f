// @ts-check
import { parsePosition } from './position.js';

/** @typedef {import('./api.js').Message} Message */

const KEPT = 1_000;

/** One channel's messages in the board's order, each once. */
export class ChannelLog {
  /** @type {'idle' | 'loading' | 'ready' | 'failed'} */
  status = 'idle';
  /** @type {Message[]} oldest first */
  messages = [];
  /** @type {'none' | 'some' | 'loading' | 'failed' | 'full'} what is known of messages before the first one here */
  older = 'none';
  /** @type {string} why it could not be loaded */
  failure = '';
  /** @type {number} when loading is tried again, in ms since 1970 */
  retryAt = 0;
  /** @type {Set<string>} */
  #ids = new Set();

  /** @param {Message} message */
  add(message) {
    if (this.#ids.has(message.id)) return false;
    this.#ids.add(message.id);
    this.messages.splice(this.#placeOf(message), 0, message);
    return true;
  }

  /**
   * @param {Message[]} page newest first
   * @param {number} limit how many were asked for: fewer means that there is nothing before them
   */
  addPage(page, limit) {
    for (const message of page) this.add(message);
    this.older = page.length < limit ? 'none' : 'some';
    if (this.older === 'some' && this.messages.length >= KEPT) this.older = 'full';
  }

  /** Drops the oldest. @param {boolean} seen whether somebody may be reading them: then later, but not never */
  trim(seen) {
    if (seen && this.messages.length < 2 * KEPT) return;
    const gone = this.messages.splice(0, Math.max(0, this.messages.length - KEPT));
    for (const { id } of gone) this.#ids.delete(id);
    if (gone.length) this.older = 'full';
  }

  /** @param {Message} message */
  #placeOf(message) {
    const n = numberOf(message);
    let [from, to] = [0, this.messages.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (numberOf(this.messages[middle]) <= n) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** @param {Message} message */
const numberOf = (message) => parsePosition(message.position)?.n ?? 0;
