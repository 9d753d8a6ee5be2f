// @ts-check
import { byId, setText } from '../dom.js';
import { recall, remember } from '../memory.js';
import { codePoints, hueOf, initials, plural } from '../text.js';

const AUTHOR_LIMIT = 50;
const CONTENT_LIMIT = 2_000;

/** The form for writing messages. It remembers the author's name, and keeps a draft for each channel. */
export class Composer {
  #author = /** @type {HTMLInputElement} */ (byId('author'));
  #message = /** @type {HTMLTextAreaElement} */ (byId('message'));
  /** @type {Map<string, string>} */
  #drafts = new Map();
  #channel = '';

  /** @param {(author: string, content: string) => void} onSend */
  constructor(onSend) {
    this.onSend = onSend;
    this.#author.value = recall('author') ?? '';
    this.#author.addEventListener('input', () => this.#onAuthor());
    this.#author.addEventListener('keydown', (event) => this.#onAuthorKey(event));
    this.#message.addEventListener('input', () => this.#onInput());
    this.#message.addEventListener('keydown', (event) => this.#onKey(event));
    byId('composer').addEventListener('submit', (event) => this.#onSubmit(event));
    this.#onAuthor();
  }

  /** @param {string} channel */
  show(channel) {
    if (channel === this.#channel) return;
    this.#drafts.set(this.#channel, this.#message.value);
    this.#channel = channel;
    this.#message.placeholder = `Write to #${channel}`;
    this.write(this.#drafts.get(channel) ?? '');
  }

  focus() {
    this.#message.focus();
  }

  /** @param {string} text */
  write(text) {
    this.#message.value = text;
    this.#onInput();
  }

  #onAuthor() {
    const author = this.#author.value.trim();
    remember('author', author || undefined);
    const avatar = byId('composer-avatar');
    setText(avatar, initials(author));
    avatar.style.setProperty('--hue', String(hueOf(author)));
    avatar.classList.toggle('avatar-nobody', !author);
    showCount(this.#author, byId('author-note'), AUTHOR_LIMIT, 10);
  }

  #onInput() {
    showCount(this.#message, byId('message-note'), CONTENT_LIMIT, 200);
    this.#message.style.setProperty('height', 'auto');
    this.#message.style.setProperty('height', `${this.#message.scrollHeight}px`);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
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

  #submit() {
    const author = this.#author.value.trim();
    const content = this.#message.value.replace(/^(\s*\n)+|\s+$/g, '');
    if (!author) return complain(this.#author, byId('author-note'), 'Your name is missing');
    if (!content) return this.#message.focus();
    if (codePoints(author) > AUTHOR_LIMIT) return this.#author.focus();
    if (codePoints(content) > CONTENT_LIMIT) return this.#message.focus();
    this.write('');
    this.#message.focus();
    this.onSend(author, content);
  }
}

/** Safari ends a composition before its Enter, so only the legacy key code reveals it. @param {KeyboardEvent} event */
const isComposing = (event) => event.isComposing || event.keyCode === 229;

/**
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLElement} note
 * @param {number} limit
 * @param {number} near the counter appears when this many characters are left
 */
function showCount(field, note, limit, near) {
  const left = limit - codePoints(field.value.trim());
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
