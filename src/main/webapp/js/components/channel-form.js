// @ts-check
import { describe, part, setText } from '../dom.js';
import { CHANNEL_NAME, nameFrom } from '../names.js';

const RULE = 'Lower-case letters, digits and hyphens, up to 40.';

/** The form that opens a channel by name. */
export class ChannelForm {
  #form = part(document, '.channel-form');
  #input = /** @type {HTMLInputElement} */ (part(this.#form, 'input'));
  #note = part(this.#form, '.note');
  #toggle = part(document, '.new-channel');

  /** @param {(channel: string) => void} onChosen */
  constructor(onChosen) {
    this.onChosen = onChosen;
    describe(this.#input, part(this.#form, 'label'), this.#note);
    this.#toggle.addEventListener('click', () => this.#show(this.#form.hidden === true));
    this.#form.addEventListener('submit', (event) => this.#onSubmit(event));
    this.#input.addEventListener('input', () => this.#complain(false));
    this.#form.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.#show(false);
    });
  }

  /** @param {boolean} shown */
  #show(shown) {
    this.#form.hidden = !shown;
    this.#toggle.setAttribute('aria-expanded', String(shown));
    (shown ? this.#input : this.#toggle).focus();
  }

  /** @param {Event} event */
  #onSubmit(event) {
    event.preventDefault();
    const name = nameFrom(this.#input.value);
    if (!CHANNEL_NAME.test(name)) return this.#complain(true);
    this.#input.value = '';
    this.#show(false);
    this.onChosen(name);
  }

  /** @param {boolean} wrong */
  #complain(wrong) {
    this.#input.setAttribute('aria-invalid', String(wrong));
    setText(this.#note, wrong ? `Not a channel name. ${RULE}` : RULE);
    if (wrong) this.#input.focus();
  }
}
