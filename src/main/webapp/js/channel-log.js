// @ts-check
import { parsePosition } from './position.js';

/** @typedef {import('./api.js').Message} Message */

/** Maximum number of messages to keep for each channel. */
export const KEPT = 1_000;

/** One channel's messages in the board's order, without duplicates. */
export class ChannelLog {
  /** @type {'idle' | 'loading' | 'ready' | 'failed'} */
  status = 'idle';
  /** @type {Message[]} oldest first */
  messages = [];
  /** @type {'none' | 'some' | 'loading' | 'failed' | 'full'} what is known about messages older than the first one */
  older = 'none';
  /** @type {string} why loading failed */
  failure = '';
  /** @type {string | undefined} the position before which the next older page starts */
  before;
  /** @type {Set<string>} */
  #ids = new Set();

  /** @param {string} channel */
  constructor(channel) {
    this.channel = channel;
  }

  /** @param {Message} message */
  add(message) {
    if (this.#ids.has(message.id)) return false;
    this.#ids.add(message.id);
    this.messages.splice(this.#placeOf(message), 0, message);
    return true;
  }

  /** @param {import('./api.js').Page} page @returns {boolean} whether the page had any new message */
  addPage({ messages, next }) {
    const fresh = messages.filter((message) => this.add(message)).length > 0;
    // The messages already here may go further back than this page.
    const oldest = messages[messages.length - 1] ?? this.messages[0];
    this.before = oldest?.id === this.messages[0]?.id ? next : this.messages[0].position;
    this.older = next ? 'some' : 'none';
    if (this.older === 'some' && this.messages.length >= KEPT) this.older = 'full';
    return fresh;
  }

  /** @param {Message} message */
  has({ id }) {
    return this.#ids.has(id);
  }

  /** Drops the oldest messages. @param {boolean} seen whether the user may be reading them, so that more are kept */
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
