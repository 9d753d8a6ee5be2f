// @ts-check
import { part, setText } from '../dom.js';
import { CHANNEL_NAME, isPrivate, nameFrom } from '../names.js';
import { matching } from '../search.js';
import { plural } from '../text.js';
import { channelNames } from './channel-list.js';
import { Dialog } from './dialog.js';
import { Options } from './options.js';

/** The dialog that goes to any channel by a part of its name, or to a new one by all of it. */
export class Switcher {
  #dialog = new Dialog('Go to a channel', 'switcher');
  #input = /** @type {HTMLInputElement} */ (part(this.#dialog.element, 'input'));
  #count = part(this.#dialog.element, '.note');
  /** @type {Options<string>} */
  #options;

  /** @param {import('../store.js').Store} store @param {(channel: string) => void} onChosen */
  constructor(store, onChosen) {
    this.store = store;
    this.#options = new Options(this.#input, part(this.#dialog.element, 'ul'), {
      draw: (name) => this.#draw(name),
      onChoose: (name) => {
        this.#dialog.close();
        onChosen(name);
      },
    });
    this.#input.addEventListener('input', () => this.#search());
    this.#input.addEventListener('keydown', (event) => this.#options.onKey(event));
  }

  open() {
    this.#input.value = '';
    this.#dialog.open();
    this.#input.focus();
    this.#search();
  }

  #search() {
    const query = this.#input.value.trim().replace(/^#/, '');
    const found = query ? matching(channelNames(this.store), query, (name) => this.store.title(name)) : this.#unreadFirst();
    const name = nameFrom(query);
    // A new one, or one that people call something else
    const isAnother = CHANNEL_NAME.test(name) && !isPrivate(name) && !found.includes(name);
    this.#options.show(isAnother ? [...found, name] : found);
    setText(this.#count, found.length ? plural(found.length, 'channel') : 'No channel has that in its name.');
  }

  /** The current one is last: nobody has to go there. */
  #unreadFirst() {
    const { store } = this;
    const rank = (/** @type {string} */ name) => (name === store.current ? 2 : store.badge(name) ? 0 : 1);
    return channelNames(store).sort((a, b) => rank(a) - rank(b));
  }

  /** @param {string} name */
  #draw(name) {
    if (!channelNames(this.store).includes(name)) return [`Open #${name}`];
    const unread = this.store.badge(name);
    const notes = [isPrivate(name) && 'private', unread && `${unread} unread`].filter(Boolean);
    return [this.store.label(name), notes.join(', ')].map(span);
  }
}

/** @param {string} text */
function span(text) {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}
