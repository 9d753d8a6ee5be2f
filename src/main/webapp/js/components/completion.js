// @ts-check
import { fromTemplate, isComposing } from '../dom.js';
import { Options } from './options.js';

/** @typedef {{ text: string, label: string, note?: string }} Suggestion  text: what takes the place of the word */
/**
 * @typedef {object} Source
 * @property {string} sign the character before the word
 * @property {number} least how many characters the word has at least
 * @property {(word: string) => Suggestion[] | Promise<Suggestion[]>} find best first
 */

/** A sign where a word may begin, and what follows up to the caret. */
const WORD = /(?:^|[\s(])([:@])([\p{L}\p{N}_+.-]*)$/u;
const SHOWN = 8;
const LEAVING = ['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];

/**
 * Suggestions for the word at the caret. A textarea may not be a combobox (ARIA in HTML), so the field stays a textbox,
 * which names the active option as one.
 */
export class Completion {
  #list = fromTemplate('completions');
  /** @type {Options<Suggestion>} */
  #options;
  /** Where the word begins that the user wants no suggestions for. */
  #dismissed = -1;

  /** @param {HTMLTextAreaElement} field @param {Source[]} sources */
  constructor(field, sources) {
    this.field = field;
    this.sources = sources;
    this.#options = new Options(field, this.#list, { draw, onChoose: (suggestion) => this.#insert(suggestion) });
    field.setAttribute('aria-autocomplete', 'list');
    field.before(this.#list);
    field.addEventListener('input', () => void this.#update());
    field.addEventListener('blur', () => this.#options.show([]));
    field.addEventListener('click', () => this.#options.show([]));
    // Before the field's own keys
    field.form?.addEventListener('keydown', (event) => event.target === field && this.#onKey(event), { capture: true });
  }

  async #update() {
    const word = this.#word();
    if (!word || word.start !== this.#dismissed) this.#dismissed = -1;
    const found = word && this.#dismissed < 0 ? await word.source.find(word.text) : [];
    // A later letter asks for itself
    if (word?.key === this.#word()?.key) this.#options.show(found.slice(0, SHOWN));
  }

  #word() {
    const { value, selectionStart, selectionEnd } = this.field;
    const [, sign, text = ''] = WORD.exec(value.slice(0, selectionStart)) ?? [];
    const source = this.sources.find((each) => each.sign === sign && text.length >= each.least);
    if (!source || selectionStart !== selectionEnd) return undefined;
    const start = selectionStart - text.length - 1;
    return { source, text, start, end: selectionStart, key: `${start} ${sign}${text}` };
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key } = event;
    if (!this.#options.shown || isComposing(event) || this.#options.onKey(event)) return;
    if (LEAVING.includes(key)) return this.#options.show([]);
    if (key === 'Tab' && !event.shiftKey) this.#options.choose();
    else if (key === 'Escape') this.#dismiss();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #dismiss() {
    this.#dismissed = this.#word()?.start ?? -1;
    this.#options.show([]);
  }

  /** @param {Suggestion} suggestion */
  #insert({ text }) {
    const word = this.#word();
    this.#options.show([]);
    if (!word) return;
    this.field.setRangeText(`${text} `, word.start, word.end, 'end');
    this.field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}

/** @param {Suggestion} suggestion */
function draw({ label, note = '' }) {
  return [label, note].map((text) => {
    const span = document.createElement('span');
    span.textContent = text;
    return span;
  });
}
