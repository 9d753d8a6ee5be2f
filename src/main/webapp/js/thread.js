// @ts-check
import { readMessage, readReplies } from './api.js';
import { Problem } from './board-client.js';
import { after, withReply } from './changes.js';
import { ChannelLog, numberOf } from './channel-log.js';
import { recall, remember } from './memory.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').BoardEvent} BoardEvent */

const PAGE = 100;

/** The replies to a message: what a conversation shows in place of a channel. */
export class Thread {
  counted = true;
  /** @type {import('./store.js').Aim | undefined} */
  aim;
  /** @type {string | undefined} */
  highlighted;
  /** @type {string | undefined} the reply behind which the "New" line stands */
  #newBehind;
  #log;

  /** @param {Message} root @param {() => void} changed */
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.shown = this.current = root.id;
    this.#log = new ChannelLog(root.channel);
    this.drawLine({ anew: true });
  }

  log() {
    return this.#log;
  }

  /** Loads the newest replies, or the page before those that are loaded. */
  async load() {
    const log = this.#log;
    const { cursor } = log.older;
    log.older = { state: 'loading', cursor };
    try {
      const page = await readReplies(this.root.id, { before: cursor, limit: PAGE });
      if (cursor) log.addOlder(page);
      else log.begin(page);
      log.status = 'ready';
      if (this.#seen === undefined) this.markRead();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      log.failure = error.message;
      if (cursor) log.older = { state: 'failed', cursor };
      else log.status = 'failed';
    }
    this.changed();
  }

  /** Loads everything again: events may have been missed. */
  async reload() {
    this.#log = new ChannelLog(this.root.channel);
    this.root = await readMessage(this.root.id).catch(() => this.root);
    await this.load();
  }

  /** @param {BoardEvent} event */
  apply(event) {
    if (event.type === 'message') return this.#receive(/** @type {BoardEvent & Message} */ (event));
    const id = event.message?.id ?? event.id ?? '';
    this.#log.change(id, numberOf(event), (old) => after(event, old));
    if (id === this.root.id) this.root = after(event, this.root);
  }

  /** @param {Message} message */
  #receive(message) {
    if (message.replyTo !== this.root.id) return;
    this.#log.receive(message);
    this.root = withReply(this.root, message);
  }

  // ---- what was read

  get #seen() {
    return /** @type {string | undefined} */ (recall(`thread.${this.root.id}`));
  }

  unread() {
    return this.#seen === undefined ? 0 : this.#log.messages.length - this.firstUnread;
  }

  get firstUnread() {
    return this.#after(this.#seen);
  }

  get firstNewId() {
    const id = this.#newBehind;
    return id === undefined ? undefined : this.#log.messages[this.#after(id)]?.id;
  }

  /** @param {string | undefined} id @returns {number} the index of the first reply after that one */
  #after(id) {
    return id === undefined ? 0 : this.#log.indexOf(id) + 1;
  }

  drawLine({ anew = false } = {}) {
    if (anew) this.#newBehind = this.#seen;
  }

  /** @param {number} [index] of the last reply read; the newest one if missing */
  markRead(index = this.#log.messages.length - 1) {
    const id = this.#log.messages[index]?.id ?? '';
    if (id === this.#seen) return;
    remember(`thread.${this.root.id}`, id);
    this.changed();
  }

  /** A thread begins at its newest reply each time. */
  leaveAt() {}
}
