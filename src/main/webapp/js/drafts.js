// @ts-check
import { recall, remember } from './memory.js';
import { session } from './session.js';

const PAUSE_MS = 300;

/** A box of whoever is signed in: somebody else has one of their own. @param {string} name */
export const boxOf = (name) => [name, session.who].filter(Boolean).join(' ');

/** What stands unsent in each box. It survives a reload and a crash of the browser. */
export class Drafts {
  /** @type {Map<string, string>} typed, but not stored yet */
  #typed = new Map();
  /** @type {number | undefined} */
  #timer;

  constructor() {
    // A phone may end the page without any further event
    document.addEventListener('visibilitychange', () => this.#store());
    addEventListener('pagehide', () => this.#store());
  }

  /** @param {string} box @returns {string} */
  of(box) {
    return this.#typed.get(box) ?? recall(`draft.${box}`) ?? '';
  }

  /** @param {string} box @param {string} text */
  keep(box, text) {
    this.#typed.set(box, text);
    clearTimeout(this.#timer);
    if (text) this.#timer = setTimeout(() => this.#store(), PAUSE_MS);
    else this.#store();
  }

  #store() {
    for (const [box, text] of this.#typed) remember(`draft.${box}`, text || undefined);
    this.#typed.clear();
  }
}
