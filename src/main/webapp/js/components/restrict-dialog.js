// @ts-check
import { setText } from '../dom.js';
import { restrict } from '../moderation-api.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';
import { PeoplePicker } from './people-picker.js';
import { wrongReason } from './reason-dialog.js';
import { field, onSubmit } from './room-dialogs.js';

/** @typedef {import('../api.js').Member} Member */

const HOUR_MS = 3_600_000;
/** @type {[string, number][]} in hours; 0 has no end */
const DURATIONS = [['1 hour', 1], ['1 day', 24], ['1 week', 7 * 24], ['30 days', 30 * 24], ['Without an end', 0]];

/** The dialog that mutes or bans somebody. */
export class RestrictDialog {
  #note = element('p', { class: 'note', role: 'status' });
  #picker = new PeoplePicker('Whom', { most: 1, isOffered: (person) => person !== this.session.who });
  #muted = radio('muted', 'Mute: reads, but writes nothing');
  #banned = radio('banned', 'Ban: may not use the board at all');
  #duration = element('select', { 'aria-label': 'How long' },
    ...DURATIONS.map(([label, hours]) => element('option', { value: String(hours) }, label)));
  #reason = field('Reason', this.#note, { name: 'reason', placeholder: 'The person reads it' });
  #dialog;
  /** @type {Member | undefined} */
  #person;

  /** @param {import('../session.js').Session} session @param {(name: string) => void} onDone */
  constructor(session, onDone) {
    this.session = session;
    this.onDone = onDone;
    const kinds = element('fieldset', { class: 'kinds' }, element('legend', {}, 'What'), this.#muted.row, this.#banned.row);
    const duration = element('div', { class: 'field' }, element('label', {}, 'How long ', this.#duration));
    const button = element('button', { class: 'button button-primary', type: 'submit' }, 'Restrict');
    const form = element('form', { class: 'dialog-body', novalidate: '' },
      this.#picker.element, kinds, duration, this.#reason.row, this.#note, button);
    this.#dialog = new Dialog('', form);
    onSubmit(this.#dialog, form, this.#note, () => this.#wrong || this.#save());
  }

  /** @param {Member | string} [whom] somebody, or a name to look for */
  open(whom = '') {
    this.#person = typeof whom === 'string' ? undefined : whom;
    this.#dialog.title = this.#person ? `Restrict ${this.#person.name}` : 'Restrict somebody';
    this.#picker.element.hidden = Boolean(this.#person);
    this.#muted.input.checked = true;
    this.#duration.value = '24';
    this.#reason.input.value = '';
    setText(this.#note, '');
    this.#dialog.open();
    if (this.#person) return;
    this.#picker.focus();
    this.#picker.reset(typeof whom === 'string' ? whom : '');
  }

  get #whom() {
    return this.#person ?? this.#picker.chosen[0];
  }

  get #wrong() {
    if (!this.#whom) return 'Choose somebody first.';
    const reason = this.#reason.input.value.trim();
    return reason ? wrongReason(reason) : 'The reason is missing.';
  }

  async #save() {
    const hours = Number(this.#duration.value);
    const until = hours ? new Date(Date.now() + hours * HOUR_MS).toISOString() : undefined;
    const kind = this.#muted.input.checked ? 'muted' : 'banned';
    const { person, name } = /** @type {Member} */ (this.#whom);
    await restrict(person, { kind, until, reason: this.#reason.input.value.trim() });
    this.onDone(`${name} is ${kind}.`);
  }
}

/** @param {string} value @param {string} label */
function radio(value, label) {
  const input = element('input', { type: 'radio', name: 'kind', value });
  return { input, row: element('label', { class: 'check' }, input, label) };
}
