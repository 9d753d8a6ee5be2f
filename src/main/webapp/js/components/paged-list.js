// @ts-check
import { Problem } from '../board-client.js';
import { setText } from '../dom.js';
import { element } from './element.js';

/**
 * A list of what the board answers page by page, newest first. Its rows are drawn anew each time: they are few.
 * @template T
 */
export class PagedList {
  #rows = element('ul', { class: 'cards', role: 'list' });
  #more = element('button', { class: 'quiet-button', type: 'button', hidden: '' }, 'Show more');
  #none = element('p', { class: 'hint-text', hidden: '' });
  #note = element('p', { class: 'note', role: 'status' });
  element = element('div', {}, this.#rows, this.#none, this.#more, this.#note);
  /** @type {T[]} */
  #items = [];
  /** @type {string | undefined} */
  #next;
  /** Only the answer to the newest question counts. */
  #question = 0;

  /**
   * @param {object} options
   * @param {(before?: string) => Promise<{ items: T[], next?: string }>} options.read
   * @param {(item: T) => HTMLElement} options.draw
   * @param {string} options.none what is said where there is nothing
   */
  constructor(options) {
    this.options = options;
    setText(this.#none, options.none);
    this.#more.addEventListener('click', () => void this.#load(this.#next));
  }

  /** Reads the newest page. */
  load() {
    return this.#load(undefined);
  }

  /** @param {string} note */
  say(note) {
    setText(this.#note, note);
  }

  /** Does something, says what went wrong, and reads the list again. @param {() => Promise<unknown>} act @param {string} done */
  async act(act, done) {
    try {
      await act();
      this.say(done);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.say(error.message);
    }
    if (!this.element.contains(document.activeElement)) return;
    // What was clicked may be gone
    this.#note.tabIndex = -1;
    this.#note.focus();
  }

  /** @param {string | undefined} before */
  async #load(before) {
    const question = ++this.#question;
    try {
      const { items, next } = await this.options.read(before);
      if (question !== this.#question) return;
      this.#items = before ? [...this.#items, ...items] : items;
      this.#next = next;
      this.#draw();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (question === this.#question) this.say(error.message);
    }
  }

  #draw() {
    const had = this.#rows.contains(document.activeElement);
    this.#rows.replaceChildren(...this.#items.map((item) => element('li', { class: 'card-item' }, this.options.draw(item))));
    this.#more.hidden = !this.#next;
    this.#none.hidden = this.#items.length > 0;
    if (had) this.#note.focus();
  }
}

/** @param {string} label @param {() => void} onClick @param {string} [name] its accessible name */
export function smallButton(label, onClick, name = label) {
  const button = element('button', { class: 'small-button', type: 'button', 'aria-label': name }, label);
  button.addEventListener('click', onClick);
  return button;
}
