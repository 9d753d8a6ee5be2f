// @ts-check
import { part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { hashOf } from '../route.js';
import { fullTime } from '../time.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';

/** @typedef {import('../api.js').Message} Message */

/** The dialog with the pinned messages of a channel. */
export class PinsDialog {
  #rows = element('ul', { class: 'cards', role: 'list' });
  #list = new KeyedList(this.#rows, createCard, updateCard);
  #none = element('p', { class: 'note' }, 'Nothing is pinned here.');
  #dialog = new Dialog('', element('div', { class: 'dialog-body' }, this.#rows, this.#none));

  /** @param {{ messages: () => Message[], mayUnpin: () => boolean, onUnpin: (id: string) => void }} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    this.#rows.addEventListener('click', (event) => this.#onClick(event));
  }

  /** @param {string} channel what people call it */
  open(channel) {
    this.#dialog.title = `Pinned in ${channel}`;
    this.render(true);
    this.#dialog.open();
  }

  /** @param {boolean} [anyway] */
  render(anyway = this.#dialog.element.open) {
    if (!anyway) return;
    const mayUnpin = this.handlers.mayUnpin();
    const messages = this.handlers.messages();
    const shape = ({ content = '', author = '' }) => JSON.stringify([content, author, mayUnpin]);
    this.#list.render(messages.map((message) => ({ key: message.id, shape: shape(message), message, mayUnpin })));
    this.#none.hidden = messages.length > 0;
  }

  /** @param {Event} event */
  #onClick(event) {
    const target = /** @type {Element} */ (event.target);
    const id = /** @type {HTMLElement | null} */ (target.closest('li'))?.dataset.id;
    if (target.closest('a')) this.#dialog.close();
    else if (id && target.closest('button')) this.handlers.onUnpin(id);
  }
}

/** @param {{ key: string, shape: string, message: Message, mayUnpin: boolean }} row */
function createCard({ message }) {
  const link = element('a', { href: hashOf(message.channel, message.id) }, fullTime(new Date(message.timestamp)));
  const item = element('li', { class: 'card-item' },
    element('p', { class: 'hit-place' }, element('bdi', { class: 'card-author' }), ', ', link),
    element('p', { class: 'hit-text', dir: 'auto' }),
    element('button', { class: 'small-button', type: 'button' }, 'Unpin'));
  item.dataset.id = message.id;
  return item;
}

/** @param {HTMLElement} item @param {{ message: Message, mayUnpin: boolean }} row */
function updateCard(item, { message: { author, content, deleted }, mayUnpin }) {
  setText(part(item, '.card-author'), author);
  setText(part(item, '.hit-text'), deleted ? 'A deleted message' : content);
  part(item, 'button').hidden = !mayUnpin;
}
