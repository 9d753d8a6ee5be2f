// @ts-check
import { part, setText } from '../dom.js';
import { session } from '../session.js';
import { MAC } from '../shortcuts.js';
import { Dialog } from './dialog.js';

/** The dialog that lists the keys, as this computer's keyboard names them. */
export class Keys {
  #dialog = new Dialog('Keys', 'keys');

  constructor() {
    part(this.#dialog.element, 'tr[hidden]').hidden = session.mode === 'guest';
    const names = { Ctrl: '⌘', Alt: '⌥' };
    for (const key of MAC ? this.#dialog.element.querySelectorAll('kbd') : []) {
      const text = key.textContent ?? '';
      setText(key, names[/** @type {keyof typeof names} */ (text)] ?? text);
    }
  }

  open() {
    this.#dialog.open();
  }
}
