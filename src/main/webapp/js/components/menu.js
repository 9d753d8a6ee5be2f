// @ts-check
import { element } from './element.js';

/** @typedef {{ label: string, act: () => void }} Item */

/** A menu of what else can be done (ARIA menu button): arrows move, Enter chooses, Escape and Tab close it. */
export class Menu {
  #element = element('div', { class: 'menu', role: 'menu' });
  /** @type {Item[]} */
  #items = [];
  /** @type {HTMLElement | undefined} */
  #opener;

  constructor() {
    this.#element.addEventListener('keydown', (event) => this.#onKey(event));
    this.#element.addEventListener('click', (event) => this.#onClick(event));
    this.#element.addEventListener('focusout', (event) => {
      if (!this.#element.contains(/** @type {Node | null} */ (event.relatedTarget))) this.#close();
    });
    addEventListener('scroll', (event) => event.target !== this.#element && this.#close(), { capture: true, passive: true });
    addEventListener('resize', () => this.#close());
  }

  /** @param {HTMLElement} opener @param {string} label @param {Item[]} items */
  open(opener, label, items) {
    this.#opener = opener;
    this.#items = items;
    this.#element.setAttribute('aria-label', label);
    this.#element.replaceChildren(...items.map((item) =>
      element('button', { class: 'menu-item', type: 'button', role: 'menuitem', tabindex: '-1' }, item.label)));
    document.body.append(this.#element);
    opener.setAttribute('aria-expanded', 'true');
    this.#place(opener.getBoundingClientRect());
    this.#step(0);
  }

  /** Below the button, or above it where there is more room. @param {DOMRect} button */
  #place({ top, bottom, right }) {
    const { style, offsetHeight, offsetWidth } = this.#element;
    const y = bottom + offsetHeight < innerHeight ? bottom : Math.max(0, top - offsetHeight);
    style.setProperty('top', `${y}px`);
    style.setProperty('left', `${Math.max(8, right - offsetWidth)}px`);
  }

  /** @param {number} to */
  #step(to) {
    const buttons = /** @type {HTMLElement[]} */ ([...this.#element.children]);
    buttons[(to + buttons.length) % buttons.length]?.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const buttons = [...this.#element.children];
    const at = buttons.indexOf(/** @type {Element} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) this.#step(to);
    else if (event.key === 'Escape' || event.key === 'Tab') this.#leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Event} event */
  #onClick(event) {
    const index = [...this.#element.children].indexOf(/** @type {Element} */ (event.target));
    if (index < 0) return;
    this.#leave();
    this.#items[index].act();
  }

  #leave() {
    const opener = this.#opener;
    this.#close();
    opener?.focus({ preventScroll: true });
  }

  #close() {
    if (!this.#opener) return;
    this.#opener.setAttribute('aria-expanded', 'false');
    this.#opener = undefined;
    this.#element.remove();
  }
}
