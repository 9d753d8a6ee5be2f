// @ts-check
import { recall, remember } from './memory.js';

/** @typedef {import('./api.js').Message} Message */

const KEPT = 500;

/**
 * Which messages are the reader's own. A page of history says so; the stream, which is the same for everybody, does
 * not, so the messages sent from this browser are remembered, and of others the server is asked when it matters.
 */
export class Own {
  /** @type {Set<string>} */
  #others = new Set();

  /** @param {string} id */
  add(id) {
    remember('own', [...this.#ids.filter((each) => each !== id), id].slice(-KEPT));
  }

  /** @param {Message} message */
  has({ id, mine }) {
    return mine ?? this.#ids.includes(id);
  }

  /** @param {Message} message */
  knows(message) {
    return this.has(message) || this.#others.has(message.id);
  }

  /** @param {string} id @param {(id: string) => Promise<Message>} read */
  async ask(id, read) {
    this.#others.add(id);
    const message = await read(id).catch(() => null);
    if (message?.mine) this.add(id);
  }

  /** @returns {string[]} */
  get #ids() {
    return recall('own') ?? [];
  }
}
