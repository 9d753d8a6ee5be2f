// @ts-check
import { part } from '../dom.js';

/** On narrow screens the sidebar is a drawer over the conversation. */
export class Drawer {
  #sidebar = part(document, '.sidebar');
  #opener = part(document, '.open-drawer');
  #narrow = matchMedia('(max-width: 47.5em)');

  constructor() {
    this.#opener.addEventListener('click', () => this.#set(true));
    part(document, '.close-drawer').addEventListener('click', () => this.close());
    part(document, '.backdrop').addEventListener('click', () => this.close());
    this.#sidebar.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    this.#narrow.addEventListener('change', () => this.#set(false));
    this.#set(false);
  }

  close() {
    const wasOpen = this.#sidebar.classList.contains('open');
    this.#set(false);
    if (wasOpen) this.#opener.focus();
  }

  /** @param {boolean} open */
  #set(open) {
    this.#sidebar.classList.toggle('open', open);
    // Keep the keyboard focus out of what is hidden.
    this.#sidebar.inert = this.#narrow.matches && !open;
    part(document, 'main').inert = open;
    part(document, '.backdrop').hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open) part(document, '.close-drawer').focus();
  }
}
