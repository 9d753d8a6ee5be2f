// @ts-check
import { byId, setText } from '../dom.js';
import { recall, remember } from '../memory.js';
import { CHANNEL_NAME } from '../store.js';

const RULE = 'Lower-case letters, digits and hyphens, up to 40.';

/** The form that opens a channel by name. */
export class ChannelForm {
  #form = byId('channel-form');
  #input = /** @type {HTMLInputElement} */ (byId('channel-name'));
  #toggle = byId('new-channel');

  /** @param {(channel: string) => void} onChosen */
  constructor(onChosen) {
    this.onChosen = onChosen;
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
    const name = this.#input.value.trim().replace(/^#/, '').toLowerCase().replace(/\s+/g, '-');
    if (!CHANNEL_NAME.test(name)) return this.#complain(true);
    remember('created', [...new Set([...(recall('created') ?? []), name])]);
    this.#input.value = '';
    this.#show(false);
    this.onChosen(name);
  }

  /** @param {boolean} wrong */
  #complain(wrong) {
    this.#input.setAttribute('aria-invalid', String(wrong));
    setText(byId('channel-note'), wrong ? `Not a channel name. ${RULE}` : RULE);
    if (wrong) this.#input.focus();
  }
}
