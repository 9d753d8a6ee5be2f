// @ts-check
import { part } from '../dom.js';
import { Dialog } from './dialog.js';

/** @typedef {import('../settings.js').Level} Level */

const LABELS = { all: 'all messages', mentions: 'mentions only', muted: 'muted' };

/** The bell beside the channel's name: what the reader wants to hear of it. */
export class ChannelBell {
  #button = part(document, '.bell');
  #dialog = new Dialog('', 'channel-bell');

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.#button.addEventListener('click', () => this.#open());
    this.#dialog.element.addEventListener('change', (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      store.settings.setLevel(store.current, /** @type {Level} */ (value));
    });
  }

  render() {
    const { store } = this;
    const level = store.settings.levelOf(store.current);
    this.#button.hidden = Boolean(store.unknownAddress);
    this.#button.setAttribute('aria-label', `Notifications: ${LABELS[level]}`);
    this.#button.classList.toggle('bell-off', level === 'muted');
  }

  #open() {
    const { current, settings } = this.store;
    for (const input of this.#dialog.element.querySelectorAll('input')) {
      input.checked = settings.levelOf(current) === input.value;
    }
    this.#dialog.title = `Notifications from #${current}`;
    this.#dialog.open();
  }
}
