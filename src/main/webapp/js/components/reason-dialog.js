// @ts-check
import { setText } from '../dom.js';
import { codePoints } from '../text.js';
import { Dialog } from './dialog.js';
import { element } from './element.js';
import { field, onSubmit } from './room-dialogs.js';

export const REASON_LIMIT = 200;

/** @param {string} reason @returns {string} what is wrong with it, or '' */
export function wrongReason(reason) {
  return codePoints(reason) > REASON_LIMIT ? `A reason has at most ${REASON_LIMIT} characters.` : '';
}

/** A dialog that asks why before something is done. */
export class ReasonDialog {
  #text = element('p', { class: 'hint-text' });
  #note = element('p', { class: 'note', role: 'status' });
  #reason = field('Reason', this.#note, { name: 'reason' });
  #button = element('button', { class: 'button button-primary', type: 'submit' });
  #dialog;
  /** @type {(reason: string) => Promise<unknown>} */
  #act = () => Promise.resolve();

  constructor() {
    const form = element('form', { class: 'dialog-body', novalidate: '' }, this.#text, this.#reason.row, this.#note, this.#button);
    this.#dialog = new Dialog('', form);
    onSubmit(this.#dialog, form, this.#note, () => {
      const reason = this.#reason.input.value.trim();
      return wrongReason(reason) || this.#wrong(reason) || this.#act(reason);
    });
  }

  #needed = false;

  /** @param {string} reason */
  #wrong(reason) {
    return this.#needed && !reason ? 'The reason is missing.' : '';
  }

  /**
   * @param {{ title: string, text: string, button: string, needed: boolean, act: (reason: string) => Promise<unknown> }} what
   *   needed: whether there must be a reason
   */
  open({ title, text, button, needed, act }) {
    this.#dialog.title = title;
    setText(this.#text, text);
    setText(this.#button, button);
    setText(this.#note, '');
    this.#needed = needed;
    this.#act = act;
    this.#reason.input.value = '';
    this.#dialog.open();
    this.#reason.input.focus();
  }
}
