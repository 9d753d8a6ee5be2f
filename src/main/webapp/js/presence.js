// @ts-check
import { now } from './clock.js';

/** After this long without any input, nobody may be there. */
const IDLE_MS = 2 * 60_000;
const CHECK_MS = 5_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'];

/** Whether somebody is looking at the page. */
export class Presence {
  present = !document.hidden && document.hasFocus();
  #actedAt = now();

  /** @param {(present: boolean) => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    for (const sign of SIGNS) addEventListener(sign, () => this.#act(), { passive: true, capture: true });
    for (const change of ['focus', 'blur', 'pageshow']) addEventListener(change, () => this.#check());
    document.addEventListener('visibilitychange', () => this.#check());
    setInterval(() => this.#check(), CHECK_MS);
  }

  #act() {
    this.#actedAt = now();
    if (!this.present) this.#check();
  }

  #check() {
    const present = !document.hidden && document.hasFocus() && now() - this.#actedAt < IDLE_MS;
    if (present === this.present) return;
    this.present = present;
    this.onChange(present);
  }
}
