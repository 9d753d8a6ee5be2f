// @ts-check
import { Dialog } from './dialog.js';

/** @typedef {import('../settings.js').Level} Level */

/** The dialog for what the reader wants to hear of the current channel. */
export class LevelDialog {
  #dialog = new Dialog('', 'channel-bell');

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.#dialog.element.addEventListener('change', (event) => {
      const { value } = /** @type {HTMLInputElement} */ (event.target);
      store.settings.setLevel(store.current, /** @type {Level} */ (value));
    });
  }

  open() {
    const { store } = this;
    const { current, settings } = store;
    for (const input of this.#dialog.element.querySelectorAll('input')) {
      input.checked = settings.levelOf(current) === input.value;
    }
    this.#dialog.title = `Notifications from ${store.label()}`;
    this.#dialog.open();
  }
}
