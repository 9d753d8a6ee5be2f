// @ts-check
import { Problem } from './board-client.js';
import { readPins } from './moderation-api.js';

/** @typedef {import('./api.js').Message} Message */

/** The pinned messages of the channels that were opened, as they are now. */
export class Pins {
  /** @type {Map<string, Message[]>} by channel */
  #known = new Map();
  /** @type {Map<string, boolean>} channels that are being asked for, and whether they have changed since */
  #asking = new Map();

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
  }

  /** @param {string} channel @returns {Message[]} newest pin first; none until they are known */
  of(channel) {
    return this.#known.get(channel) ?? [];
  }

  /** @param {{ channel: string, id: string }} message */
  has({ channel, id }) {
    return this.of(channel).some((pinned) => pinned.id === id);
  }

  /** @param {import('./api.js').BoardEvent} event */
  hear({ type, channel, id = '', message }) {
    const isPinned = this.#known.has(channel) && this.has({ channel, id: message?.id ?? id });
    const isChanged = ['edited', 'deleted'].includes(type) && isPinned;
    if (['pinned', 'unpinned'].includes(type) ? this.#known.has(channel) : isChanged) void this.load(channel);
  }

  /** Asks what is pinned. @param {string} channel */
  async load(channel) {
    if (this.#asking.has(channel)) return void this.#asking.set(channel, true);
    this.#asking.set(channel, false);
    try {
      this.#known.set(channel, (await readPins(channel)).messages);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // The next pin, or the next time that the channel is loaded, asks again
    }
    const isOld = this.#asking.get(channel);
    this.#asking.delete(channel);
    this.changed();
    if (isOld) await this.load(channel);
  }
}
