// @ts-check
import { describe, fromTemplate, isComposing, part, setText } from '../dom.js';
import { AUTHOR_LIMIT, CONTENT_LIMIT } from '../names.js';
import { codePoints, hueOf, initials, plural, trimmed } from '../text.js';

/** On a touch screen Enter makes a line: there is no Shift at hand. */
const TOUCH = matchMedia('(hover: none) and (pointer: coarse)');

/**
 * @typedef {object} ComposerHandlers
 * @property {(author: string, content: string) => void} onSend
 * @property {(content: string) => string | Promise<unknown>} prepare  what is to be sent instead; or a promise to wait for
 *   before asking again
 * @property {(box: string, text: string) => void} onDraft
 * @property {(author: string) => void} onAuthor
 * @property {(event: KeyboardEvent) => void} [onKey] a key in the message's field that means nothing to it
 */

/** The form for writing messages. */
export class Composer {
  element = /** @type {HTMLFormElement} */ (fromTemplate('composer'));
  #author = /** @type {HTMLInputElement} */ (part(this.element, '[name=author]'));
  #message = /** @type {HTMLTextAreaElement} */ (part(this.element, '[name=message]'));
  #authorNote = part(this.element, '.author-note');
  #messageNote = part(this.element, '.message-note');
  #box = '';

  /** @param {ComposerHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
    const { element } = this;
    describe(this.#author, part(element, '.author-label'), this.#authorNote);
    describe(this.#message, part(element, '.message-label'), part(element, '.hint'), this.#messageNote);
    this.#author.addEventListener('input', () => this.#onAuthor());
    this.#author.addEventListener('keydown', (event) => this.#onAuthorKey(event));
    this.#message.addEventListener('input', () => this.#onInput());
    this.#message.addEventListener('keydown', (event) => this.#onKey(event));
    element.addEventListener('submit', (event) => this.#onSubmit(event));
    addEventListener('resize', () => this.#fit());
    this.#message.enterKeyHint = TOUCH.matches ? 'enter' : 'send';
    this.#drawAuthor();
  }

  /** @param {string} author unless it is being typed */
  showAuthor(author) {
    if (document.activeElement === this.#author || this.#author.value === author) return;
    this.#author.value = author;
    this.#drawAuthor();
  }

  /**
   * Shows another box: its draft, and where it writes to.
   * @param {string} box
   * @param {() => string} draft
   * @param {string} placeholder
   */
  show(box, draft, placeholder) {
    if (this.#message.placeholder !== placeholder) this.#message.placeholder = placeholder;
    if (box === this.#box) return;
    this.#box = box;
    this.#write(draft());
  }

  focus() {
    this.#message.focus();
  }

  get field() {
    return this.#message;
  }

  get isEmpty() {
    return this.#message.value === '';
  }

  /** Puts text where the caret is. @param {string} text */
  insert(text) {
    const { selectionStart, selectionEnd } = this.#message;
    this.#message.setRangeText(text, selectionStart, selectionEnd, 'end');
    this.#message.focus();
    this.#onInput();
  }

  /** @param {string} text */
  #write(text) {
    this.#message.value = text;
    this.#drawMessage();
  }

  #onAuthor() {
    this.handlers.onAuthor(this.#author.value.trim());
    this.#drawAuthor();
  }

  #drawAuthor() {
    const author = this.#author.value.trim();
    const avatar = part(this.element, '.avatar');
    setText(avatar, initials(author));
    avatar.style.setProperty('--hue', String(hueOf(author)));
    avatar.classList.toggle('avatar-nobody', !author);
    showCount(this.#author, this.#authorNote, AUTHOR_LIMIT, 10);
  }

  #onInput() {
    this.handlers.onDraft(this.#box, this.#message.value);
    this.#drawMessage();
  }

  #drawMessage() {
    showCount(this.#message, this.#messageNote, CONTENT_LIMIT, 200);
    this.#fit();
  }

  /** Meanwhile the form keeps its height: the log would grow into its place, and lose its own. */
  #fit() {
    this.element.style.setProperty('height', `${this.element.offsetHeight}px`);
    this.#message.style.setProperty('height', 'auto');
    this.#message.style.setProperty('height', `${this.#message.scrollHeight}px`);
    this.element.style.removeProperty('height');
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (isComposing(event)) return;
    if (event.key !== 'Enter' || event.shiftKey || TOUCH.matches) return this.handlers.onKey?.(event);
    event.preventDefault();
    this.#submit();
  }

  /** Enter in the name field moves on to the message. @param {KeyboardEvent} event */
  #onAuthorKey(event) {
    if (event.key !== 'Enter' || isComposing(event)) return;
    event.preventDefault();
    this.#message.focus();
  }

  /** @param {Event} event */
  #onSubmit(event) {
    event.preventDefault();
    this.#submit();
  }

  /** Unless it is changed meanwhile. @param {Promise<unknown>} prepared */
  async #submitAfter(prepared) {
    const box = this.#box;
    const { value } = this.#message;
    await prepared;
    if (this.#box === box && this.#message.value === value) this.#submit();
  }

  #submit() {
    const author = this.#author.value.trim();
    const content = trimmed(this.#message.value);
    if (!author) return complain(this.#author, this.#authorNote, 'Your name is missing');
    if (!content) return this.#message.focus();
    if (codePoints(author) > AUTHOR_LIMIT) return this.#author.focus();
    if (codePoints(content) > CONTENT_LIMIT) return this.#message.focus();
    const prepared = this.handlers.prepare(content);
    // Until then the message stays in its box, where nothing can happen to it
    if (typeof prepared !== 'string') return this.#submitAfter(prepared);
    this.#write('');
    this.handlers.onDraft(this.#box, '');
    this.#message.focus();
    this.handlers.onSend(author, prepared);
  }
}

/**
 * Shows how many characters are left, counted as the server counts them.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} note
 * @param {number} limit
 * @param {number} near the counter appears when this many characters are left
 */
export function showCount(field, note, limit, near) {
  const left = limit - codePoints(trimmed(field.value));
  const over = left < 0;
  field.setAttribute('aria-invalid', String(over));
  note.classList.toggle('over', over);
  setText(note, left > near ? '' : over ? `${plural(-left, 'character')} too many` : `${left} left`);
}

/** @param {HTMLInputElement} field @param {HTMLElement} note @param {string} text */
function complain(field, note, text) {
  field.setAttribute('aria-invalid', 'true');
  note.classList.add('over');
  setText(note, text);
  field.focus();
}
