// @ts-check
import { searchMessages } from '../api.js';
import { Problem } from '../board-client.js';
import { part, setText } from '../dom.js';
import { asPrefix, parseSearch, without } from '../search-query.js';
import { plural } from '../text.js';
import { clock, dayName } from '../time.js';
import { Dialog } from './dialog.js';
import { Options } from './options.js';

/** @typedef {import('../api.js').Hit} Hit */

const PAGE = 20;
const PAUSE_MS = 150;

/** The dialog that finds messages in the archive while somebody types. */
export class SearchDialog {
  #dialog = new Dialog('Search messages', 'search');
  #input = /** @type {HTMLInputElement} */ (part(this.#dialog.element, 'input'));
  #chips = part(this.#dialog.element, '.chips');
  #note = part(this.#dialog.element, '.note');
  #more = part(this.#dialog.element, '.more');
  /** @type {Options<Hit>} */
  #options;
  /** @type {Hit[]} */
  #hits = [];
  /** @type {string | undefined} */
  #next;
  /** Only the answer to the newest question counts. */
  #question = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {import('../store.js').Store} store @param {(message: import('../api.js').Message) => void} onChosen */
  constructor(store, onChosen) {
    this.store = store;
    this.#options = new Options(this.#input, part(this.#dialog.element, 'ul'), {
      draw: (hit) => draw(hit, store.label(hit.message.channel)),
      onChoose: ({ message }) => {
        this.#dialog.close();
        onChosen(message);
      },
    });
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('keydown', (event) => this.#options.onKey(event));
    this.#more.addEventListener('click', () => void this.#search(this.#next));
    this.#chips.addEventListener('click', (event) => this.#onChip(event));
  }

  open() {
    this.#dialog.open();
    this.#input.focus();
    this.#input.select();
  }

  #onInput() {
    this.#question++;
    clearTimeout(this.#timer);
    this.#drawChips();
    this.#timer = setTimeout(() => void this.#search(), PAUSE_MS);
  }

  /** @param {string} [before] the hits before this cursor follow those that are shown */
  async #search(before) {
    const question = ++this.#question;
    const { q, filters, parameters } = parseSearch(this.#input.value);
    if (!q && filters.length === 0) return this.#show([], undefined, '');
    try {
      const page = await searchMessages({ q: asPrefix(q), ...parameters, before, limit: PAGE });
      if (question !== this.#question) return;
      const hits = before ? [...this.#hits, ...page.hits] : page.hits;
      const count = hits.length ? `${plural(hits.length, 'message')}${page.next ? ' and more' : ''}` : this.#nothing;
      this.#show(hits, page.next, count);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (question === this.#question) this.#show([], undefined, error.message);
    }
  }

  get #nothing() {
    return `Nothing was found.${this.store.rooms ? ' Private channels are not searched.' : ''}`;
  }

  /** @param {Hit[]} hits @param {string | undefined} next @param {string} note */
  #show(hits, next, note) {
    this.#hits = hits;
    this.#next = next;
    this.#options.show(hits);
    this.#more.hidden = !next;
    setText(this.#note, note);
  }

  #drawChips() {
    const { filters } = parseSearch(this.#input.value);
    this.#chips.replaceChildren(...filters.map(chip));
    this.#chips.hidden = filters.length === 0;
  }

  /** @param {Event} event */
  #onChip(event) {
    const button = /** @type {Element} */ (event.target).closest('button');
    const index = button ? [...this.#chips.children].indexOf(button) : -1;
    if (index < 0) return;
    this.#input.value = without(this.#input.value, parseSearch(this.#input.value).filters[index]);
    this.#input.focus();
    this.#onInput();
  }
}

/** @param {import('../search-query.js').Filter} filter */
function chip({ name, value }) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'chip';
  button.textContent = `${name}: ${value}`;
  button.setAttribute('aria-label', `Remove the filter ${name}: ${value}`);
  return button;
}

/** @param {Hit} hit @param {string} place */
function draw({ message, snippet, ranges }, place) {
  const text = document.createElement('p');
  text.className = 'hit-text';
  let from = 0;
  for (const { start, end } of ranges) {
    const mark = document.createElement('mark');
    mark.textContent = snippet.slice(start, end);
    text.append(snippet.slice(from, start), mark);
    from = end;
  }
  text.append(snippet.slice(from));
  const date = new Date(message.timestamp);
  const where = document.createElement('p');
  where.className = 'hit-place';
  where.textContent = `${message.author} in ${place}, ${dayName(date)}, ${clock(date)}`;
  return [where, text];
}
