// @ts-check
import { part } from '../dom.js';

const LABELS = { all: 'all messages', mentions: 'mentions only', muted: 'muted' };

/** The bell beside the channel's name: what the reader wants to hear of it. */
export class ChannelBell {
  #button = part(document, '.bell');

  /** @param {import('../store.js').Store} store @param {() => void} onOpen */
  constructor(store, onOpen) {
    this.store = store;
    this.#button.addEventListener('click', onOpen);
  }

  render() {
    const { store } = this;
    const level = store.settings.levelOf(store.current);
    this.#button.hidden = store.nowhere;
    this.#button.setAttribute('aria-label', `Notifications: ${LABELS[level]}`);
    this.#button.classList.toggle('bell-off', level === 'muted');
  }
}
