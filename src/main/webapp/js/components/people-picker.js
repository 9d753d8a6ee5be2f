// @ts-check
import { Problem } from '../board-client.js';
import { describe, isComposing, setText } from '../dom.js';
import { findPeople } from '../rooms-api.js';
import { plural } from '../text.js';
import { element } from './element.js';
import { Options } from './options.js';

/** @typedef {import('../api.js').Member} Member */

const PAUSE_MS = 150;

/** A field that finds people by a part of their name, and the ones who were chosen. */
export class PeoplePicker {
  #label = element('label');
  #chips = element('div', { class: 'chosen', role: 'group', 'aria-label': 'Chosen people', hidden: '' });
  #input = element('input', {
    type: 'text', role: 'combobox', placeholder: 'A part of a name', autocomplete: 'off', spellcheck: 'false',
    'aria-autocomplete': 'list', 'aria-expanded': 'false',
  });
  #list = element('ul', { class: 'options', 'aria-label': 'People', hidden: '' });
  #note = element('p', { class: 'note', role: 'status' });
  element = element('div', { class: 'picker' }, this.#label, this.#chips, this.#input, this.#list, this.#note);
  /** @type {Options<Member>} */
  #options;
  /** @type {Member[]} */
  #people = [];
  /** Only the answer to the newest question counts. */
  #question = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {string} label
   * @param {{ most?: number, isOffered: (person: string) => boolean, onChoose?: (member: Member) => void }} options
   *   most: how many can be chosen; onChoose: called in place of keeping who was chosen
   */
  constructor(label, options) {
    this.options = options;
    setText(this.#label, label);
    describe(this.#input, this.#label, this.#note);
    this.#options = new Options(this.#input, this.#list, { draw, onChoose: (member) => this.#choose(member) });
    this.#input.addEventListener('input', () => this.#onInput());
    this.#input.addEventListener('keydown', (event) => this.#onKey(event));
    this.#input.addEventListener('blur', () => this.#options.show([]));
    this.#chips.addEventListener('click', (event) => this.#onChip(event));
  }

  /** @returns {readonly Member[]} */
  get chosen() {
    return this.#people;
  }

  /** @returns {string[]} the ids of those who were chosen */
  get people() {
    return this.#people.map(({ person }) => person);
  }

  /** @param {string} [query] */
  reset(query = '') {
    this.#people = [];
    this.#drawChosen();
    this.#input.value = query;
    this.#options.show([]);
    setText(this.#note, '');
    if (query) void this.#find();
  }

  focus() {
    this.#input.focus();
  }

  /** @param {string} note */
  set note(note) {
    setText(this.#note, note);
  }

  #onInput() {
    clearTimeout(this.#timer);
    this.#question++;
    if (!this.#input.value.trim()) return this.#options.show([]);
    this.#timer = setTimeout(() => void this.#find(), PAUSE_MS);
  }

  async #find() {
    const question = ++this.#question;
    try {
      const { people } = await findPeople(this.#input.value.trim());
      if (question === this.#question) this.#show(people);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (question === this.#question) setText(this.#note, error.message);
    }
  }

  /** @param {Member[]} people */
  #show(people) {
    const offered = people.filter(({ person }) => this.options.isOffered(person) && !this.people.includes(person));
    this.#options.show(document.activeElement === this.#input ? offered : []);
    setText(this.#note, offered.length ? plural(offered.length, 'person', 'people') : 'Nobody else of that name has signed in.');
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (isComposing(event) || this.#options.onKey(event)) return;
    const { key } = event;
    if (key === 'ArrowDown') void this.#find();
    else if (key === 'Escape' && this.#options.shown) this.#options.show([]);
    else if (key === 'Enter' && this.#input.value.trim()) void this.#find();
    else if (key === 'Backspace' && !this.#input.value) this.#remove(this.#people.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Member} member */
  #choose(member) {
    this.#options.show([]);
    this.#input.value = '';
    setText(this.#note, '');
    if (this.options.onChoose) return this.options.onChoose(member);
    const { most = Infinity } = this.options;
    if (this.#people.length >= most) return setText(this.#note, `At most ${plural(most, 'person', 'people')}.`);
    this.#people.push(member);
    setText(this.#note, `${member.name} is chosen.`);
    this.#drawChosen();
  }

  /** @param {number} index */
  #remove(index) {
    const [removed] = this.#people.splice(index, 1);
    if (removed) setText(this.#note, `${removed.name} is not chosen any more.`);
    this.#drawChosen();
  }

  /** @param {Event} event */
  #onChip(event) {
    const chip = /** @type {Element} */ (event.target).closest('button');
    if (chip) this.#remove([...this.#chips.children].indexOf(chip));
    this.#input.focus();
  }

  #drawChosen() {
    this.#chips.hidden = this.#people.length === 0;
    const chip = (/** @type {Member} */ { name }) =>
      element('button', { type: 'button', class: 'chip', 'aria-label': `Remove ${name}` }, name);
    this.#chips.replaceChildren(...this.#people.map(chip));
  }
}

/** @param {Member} member */
const draw = ({ name }) => [element('bdi', {}, name)];
