// @ts-check
import { Presence } from './presence.js';

/**
 * What is on the screen: the indexes of the first message, even in part, and of the last one that ends there.
 * @typedef {{ first: number, last: number, atEnd: boolean }} Visible
 */

/**
 * Moves the read mark. A message counts as read once it has been on the screen while somebody was looking, and all
 * before it were read. Whoever follows the newest messages reads all that arrive, however fast they scroll by.
 */
export class Reading {
  /** Whether the reader had read everything at the last look. */
  #caughtUp = false;
  /** The channel in which nothing counts as read until the reader comes back to it. */
  #kept = '';

  /**
   * @param {import('./store.js').Store} store
   * @param {() => void} onReturn called when somebody comes back to unread messages
   */
  constructor(store, onReturn) {
    this.store = store;
    this.onReturn = onReturn;
    this.#presence = new Presence((present) => this.#onPresence(present));
  }

  #presence;

  get present() {
    return this.#presence.present;
  }

  /** The reader has come to a channel. */
  open() {
    this.#caughtUp = false;
    this.#kept = '';
  }

  /** What arrives from here on was not followed, and comes below a line of its own. */
  interrupt() {
    if (this.#kept === this.store.current) return;
    if (this.#caughtUp) this.store.drawLine({ anew: true });
    this.#caughtUp = false;
  }

  /** @param {string} id the first message to be unread again, until the reader comes back */
  keepUnread(id) {
    if (this.store.markUnread(id)) this.#kept = this.store.current;
  }

  markAllRead() {
    this.#kept = '';
    this.store.markRead();
    this.#caughtUp = true;
  }

  /** @param {Visible} visible */
  look({ first, last, atEnd }) {
    const { store } = this;
    const following = this.#caughtUp && atEnd;
    if (!this.present || this.#kept === store.current) return;
    if (!store.counted || store.author !== undefined || store.log().status !== 'ready') return;
    const next = store.firstUnread;
    if (store.unread() && following) store.markRead();
    else if (store.unread() && next >= first && next <= last) store.markRead(last);
    this.#caughtUp = store.unread() === 0;
  }

  /** @param {boolean} present */
  #onPresence(present) {
    if (!present || this.store.unread()) this.interrupt();
    if (present && this.store.unread()) this.onReturn();
    this.store.changed();
  }
}
