// @ts-check
import { closedBy } from '../closed.js';
import { fromTemplate, part, setText } from '../dom.js';
import { boxOf } from '../drafts.js';
import { KeyedList } from '../keyed-list.js';
import { onParser } from '../markdown.js';
import { session } from '../session.js';
import { Thread } from '../thread.js';
import { timeline } from '../timeline.js';
import { Composer } from './composer.js';
import { Conversation } from './conversation.js';
import { createRow, updateRow } from './message-row.js';

/** @typedef {import('../api.js').Message} Message */
/**
 * @typedef {object} ThreadHandlers
 * @property {Omit<import('./conversation.js').View, 'empty'>} view
 * @property {(action: string, id: string, row: HTMLElement, button: HTMLElement) => void} onAction
 * @property {(thread: Thread, author: string, content: string) => void} onSend
 * @property {import('./composer.js').ComposerHandlers} composer
 * @property {(box: string) => string} draft
 * @property {() => boolean} isPresent
 */

/** The replies to a message, beside the channel. */
export class ThreadPanel {
  element = fromTemplate('thread');
  #board = part(document, '.board');
  #root = part(this.element, '.thread-root');
  #conversation;
  #composer;
  #list = new KeyedList(this.#root, createRow, (element, row) => updateRow(element, row, this.handlers.view.me()));
  /** @type {HTMLElement | null} what had the focus when the thread was opened */
  #opener = null;

  /** @param {import('../store.js').Store} store @param {ThreadHandlers} handlers */
  constructor(store, handlers) {
    this.store = store;
    this.handlers = handlers;
    const none = () => undefined;
    this.#conversation = new Conversation(new Thread(NOBODYS, none), { ...handlers.view, rootOf: none, empty: () => 'No replies yet' }, {
      loadOlder: () => void store.thread?.load(),
      loadNewer: none,
      toNewest: none,
      toUnread: none,
      markAllRead: () => store.thread?.markRead(),
      retryLoading: () => void store.thread?.load(),
      onLook: (visible) => this.#look(visible),
      onAction: handlers.onAction,
    });
    this.#composer = new Composer({
      ...handlers.composer,
      onSend: (author, content) => {
        this.#conversation.follow();
        if (store.thread) handlers.onSend(store.thread, author, content);
      },
    });
    this.scroller.setAttribute('aria-label', 'Replies');
    part(this.element, '.thread-conversation').replaceWith(this.#conversation.element);
    part(this.element, '.thread-composer').replaceWith(this.#composer.element);
    part(this.element, '.close-thread').addEventListener('click', () => this.close());
    this.element.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
    onParser(() => this.#list.redraw());
    this.#root.addEventListener('click', (event) => this.#onClick(event));
  }

  get composer() {
    return this.#composer;
  }

  get scroller() {
    return this.#conversation.scroller;
  }

  /** @param {Message} root */
  open(root) {
    this.#opener = /** @type {HTMLElement | null} */ (document.activeElement);
    this.store.thread = this.#conversation.store = new Thread(root, () => this.store.changed());
    this.store.changed();
    void this.store.thread.load();
  }

  close() {
    this.store.thread = undefined;
    this.store.changed();
    this.#opener?.focus({ preventScroll: true });
  }

  render() {
    const { thread } = this.store;
    const opened = Boolean(thread) && !this.element.isConnected;
    this.#board.classList.toggle('with-thread', Boolean(thread));
    if (!thread) return this.element.remove();
    if (opened) this.#board.append(this.element);
    this.#renderRoot(thread);
    this.#conversation.render();
    const author = this.store.settings.get('author');
    this.#composer.showAuthor(author);
    part(this.#composer.element, '.identity').hidden = Boolean(author);
    const box = boxOf(`thread ${thread.root.id}`);
    this.#composer.show(box, () => this.handlers.draft(box), 'Reply');
    const { note } = closedBy(this.store.channels.get(thread.root.channel));
    this.#composer.element.hidden = Boolean(note) || !session.may('poster');
    part(this.element, ':scope > .archived-note').hidden = !note;
    setText(part(this.element, ':scope > .archived-note'), note);
    if (opened) this.#composer.focus();
  }

  settle() {
    if (this.store.thread) this.#conversation.settle();
  }

  /** @param {Thread} thread */
  #renderRoot({ root }) {
    const { shown, delivered } = this.handlers.view;
    const marks = { outgoing: [], delivered, rootOf: () => undefined };
    this.#list.render(timeline([{ ...shown(root), replies: 0 }], marks).filter(({ kind }) => kind === 'message'));
  }

  /** @param {import('../reading.js').Visible} visible */
  #look({ first, last, atEnd }) {
    const { thread } = this.store;
    if (!thread || !this.handlers.isPresent()) return;
    if (atEnd || (thread.firstUnread >= first && thread.firstUnread <= last)) thread.markRead(last);
  }

  /** @param {Event} event */
  #onClick(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('[data-action]'));
    const row = /** @type {HTMLElement | null | undefined} */ (button?.closest('[data-id]'));
    if (button && row) this.handlers.onAction(button.dataset.action ?? '', row.dataset.id ?? '', row, button);
  }
}

/** Stands for the thread until one is opened. @type {Message} */
const NOBODYS = { position: '', id: '', channel: '', author: '', content: '', timestamp: '' };
