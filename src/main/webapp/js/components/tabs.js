// @ts-check
import { newId } from '../dom.js';
import { element } from './element.js';

/** @typedef {{ label: string, panel: HTMLElement, open: () => void }} Tab */

/** Tabs (ARIA): arrows move between them and show their panels. */
export class Tabs {
  #list = element('div', { class: 'tabs', role: 'tablist' });
  element = element('div', {}, this.#list);
  #shown = 0;

  /** @param {string} label @param {Tab[]} tabs */
  constructor(label, tabs) {
    this.tabs = tabs;
    this.#list.setAttribute('aria-label', label);
    for (const tab of tabs) this.#add(tab);
    this.#list.addEventListener('click', (event) => this.#onClick(event));
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param {Tab} tab */
  #add({ label, panel }) {
    const button = element('button', { class: 'tab', type: 'button', role: 'tab', id: newId() }, label);
    panel.id = newId();
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', button.id);
    button.setAttribute('aria-controls', panel.id);
    this.#list.append(button);
    this.element.append(panel);
  }

  get #buttons() {
    return /** @type {HTMLElement[]} */ ([...this.#list.children]);
  }

  /** @param {number} index */
  show(index) {
    this.#shown = index;
    this.#buttons.forEach((button, i) => {
      button.setAttribute('aria-selected', String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      this.tabs[i].panel.hidden = i !== index;
    });
    this.tabs[index].open();
  }

  /** Shows again what is open: it may have changed. */
  refresh() {
    this.tabs[this.#shown].open();
  }

  /** @param {Event} event */
  #onClick(event) {
    const index = this.#buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    if (index >= 0) this.show(index);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const count = this.tabs.length;
    const to = { ArrowRight: this.#shown + 1, ArrowLeft: this.#shown + count - 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.show(to % count);
    this.#buttons[to % count].focus();
  }
}
