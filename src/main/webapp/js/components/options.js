// @ts-check
import { isComposing, newId } from '../dom.js';

/**
 * The options of a combobox (ARIA 1.2). The focus stays in the field, which names the active option.
 * @template T
 */
export class Options {
  /** @type {T[]} */
  #items = [];
  #active = -1;

  /**
   * @param {HTMLElement} field
   * @param {HTMLElement} list
   * @param {{ draw: (item: T) => (Node | string)[], onChoose: (item: T) => void }} handlers
   */
  constructor(field, list, handlers) {
    this.field = field;
    this.list = list;
    this.handlers = handlers;
    list.id = newId();
    list.setAttribute('role', 'listbox');
    field.setAttribute('aria-controls', list.id);
    list.addEventListener('mousedown', (event) => event.preventDefault());
    list.addEventListener('click', (event) => this.#onClick(event));
  }

  get shown() {
    return this.#items.length > 0;
  }

  /** @param {T[]} items none hide the list */
  show(items) {
    this.#items = items;
    this.list.replaceChildren(...items.map((item) => this.#option(item)));
    this.list.hidden = !this.shown;
    if (this.field.getAttribute('role') === 'combobox') this.field.setAttribute('aria-expanded', String(this.shown));
    this.#activate(this.shown ? 0 : -1);
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether it was for the options */
  onKey(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!this.shown || event.altKey || event.shiftKey || isComposing(event)) return false;
    if (!by && event.key !== 'Enter') return false;
    event.preventDefault();
    event.stopPropagation();
    if (by) this.#activate((this.#active + by + this.#items.length) % this.#items.length);
    else this.choose();
    return true;
  }

  /** Chooses the active option. */
  choose() {
    this.handlers.onChoose(this.#items[this.#active]);
  }

  /** @param {T} item */
  #option(item) {
    const option = document.createElement('li');
    option.id = newId();
    option.className = 'option';
    option.setAttribute('role', 'option');
    option.append(...this.handlers.draw(item));
    return option;
  }

  /** @param {number} index -1 for none */
  #activate(index) {
    this.#active = index;
    [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
    const option = this.list.children[index];
    option?.scrollIntoView({ block: 'nearest' });
    if (option) this.field.setAttribute('aria-activedescendant', option.id);
    else this.field.removeAttribute('aria-activedescendant');
  }

  /** @param {Event} event */
  #onClick(event) {
    const option = /** @type {Element} */ (event.target).closest('.option');
    const index = option ? [...this.list.children].indexOf(option) : -1;
    if (index >= 0) this.handlers.onChoose(this.#items[index]);
  }
}
