// @ts-check
import { Problem } from '../board-client.js';
import { describe, setText } from '../dom.js';
import { codePoints } from '../text.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';
import { PeoplePicker } from './people-picker.js';

/** @typedef {import('../rooms.js').Rooms} Rooms */

export const TITLE_LIMIT = 80;
export const TOPIC_LIMIT = 200;
const MOST_MEMBERS = 50;
const MOST_OTHERS = 9;

/** @param {string} label @param {HTMLElement} note @param {Record<string, string>} attributes */
export function field(label, note, attributes) {
  const input = element('input', { type: 'text', autocomplete: 'off', ...attributes });
  const text = element('label', {}, label);
  describe(input, text);
  note.id ||= `${input.id}-note`;
  input.setAttribute('aria-describedby', note.id);
  return { input, row: element('div', { class: 'field' }, text, input) };
}

/**
 * A form in a dialog, which is closed once what it asks for is done.
 * @template T
 * @param {Dialog} dialog
 * @param {HTMLFormElement} form
 * @param {HTMLElement} note
 * @param {() => Promise<T> | string} submit a string says what is wrong
 * @param {(done: T) => void} [onDone] called after the dialog has given the focus back
 */
export function onSubmit(dialog, form, note, submit, onDone = () => {}) {
  const button = /** @type {HTMLButtonElement} */ (form.querySelector('[type=submit]'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    const doing = submit();
    if (typeof doing === 'string') return setText(note, doing);
    button.disabled = true;
    try {
      const done = await doing;
      dialog.close();
      onDone(done);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      setText(note, error.message);
    } finally {
      button.disabled = false;
    }
  });
}

/** The dialog that makes a private channel. */
export class NewRoomDialog {
  #note = element('p', { class: 'note', role: 'status' });
  #title = field('Title', this.#note, { name: 'title', placeholder: 'What people call it' });
  #topic = field('Topic', this.#note, { name: 'topic', placeholder: 'What it is about' });
  #people;
  #form;
  #dialog;

  /** @param {Rooms} rooms @param {import('../session.js').Session} session @param {(channel: string) => void} onOpen */
  constructor(rooms, session, onOpen) {
    this.rooms = rooms;
    this.#people = new PeoplePicker('Members', { most: MOST_MEMBERS, isOffered: (person) => person !== session.who });
    const hint = element('p', { class: 'hint-text' }, 'Only its members can see it and find it.');
    const button = element('button', { class: 'button button-primary', type: 'submit' }, 'Create');
    const parts = [hint, this.#title.row, this.#topic.row, this.#people.element, this.#note, button];
    this.#form = element('form', { class: 'dialog-body', novalidate: '' }, ...parts);
    this.#dialog = new Dialog('New private channel', this.#form);
    onSubmit(this.#dialog, this.#form, this.#note, () => this.#wrong || this.#create(), onOpen);
  }

  open() {
    this.#form.reset();
    this.#people.reset();
    setText(this.#note, '');
    this.#dialog.open();
    this.#title.input.focus();
  }

  get #wrong() {
    const title = this.#title.input.value.trim();
    if (!title) return 'The title is missing.';
    if (codePoints(title) > TITLE_LIMIT) return `A title has at most ${TITLE_LIMIT} characters.`;
    if (codePoints(this.#topic.input.value.trim()) > TOPIC_LIMIT) return `A topic has at most ${TOPIC_LIMIT} characters.`;
    return '';
  }

  #create() {
    const title = this.#title.input.value.trim();
    return this.rooms.create({ title, topic: this.#topic.input.value.trim(), members: this.#people.people });
  }
}

/** The dialog that begins direct messages. */
export class NewDirectDialog {
  #note = element('p', { class: 'note', role: 'status' });
  #people;
  #dialog;

  /** @param {Rooms} rooms @param {import('../session.js').Session} session @param {(channel: string) => void} onOpen */
  constructor(rooms, session, onOpen) {
    this.#people = new PeoplePicker('To', { most: MOST_OTHERS, isOffered: (person) => person !== session.who });
    const button = element('button', { class: 'button button-primary', type: 'submit' }, 'Write');
    const form = element('form', { class: 'dialog-body', novalidate: '' }, this.#people.element, this.#note, button);
    this.#dialog = new Dialog('New direct message', form);
    const submit = () => (this.#people.people.length ? rooms.direct(this.#people.people) : 'Choose somebody first.');
    onSubmit(this.#dialog, form, this.#note, submit, onOpen);
  }

  /** @param {string} [query] a name to look for */
  open(query) {
    setText(this.#note, '');
    this.#dialog.open();
    this.#people.focus();
    this.#people.reset(query);
  }
}
