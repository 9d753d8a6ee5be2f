// @ts-check
import { fromTemplate, part, setText } from '../dom.js';

const SHOWN_MS = 10_000;

/** A short notice at the edge of the page, perhaps with something to do about it. Screen readers read it once. */
export class Toasts {
  element = fromTemplate('toasts');

  /**
   * @param {string} text
   * @param {{ label: string, act: () => void }} [action]
   * @param {{ stays?: boolean }} [options] stays: until it is dismissed
   * @returns {() => void} removes it
   */
  show(text, action, { stays = false } = {}) {
    const toast = fromTemplate('toast');
    setText(part(toast, 'p'), text);
    const remove = () => toast.remove();
    const button = part(toast, '.toast-action');
    button.hidden = !action;
    setText(button, action?.label ?? '');
    button.addEventListener('click', () => {
      remove();
      action?.act();
    });
    part(toast, '.toast-close').addEventListener('click', remove);
    this.element.append(toast);
    if (!stays) this.#removeLater(toast, remove);
    return remove;
  }

  /** Not while the pointer or the focus is on it. @param {HTMLElement} toast @param {() => void} remove */
  #removeLater(toast, remove) {
    const check = () => (toast.matches(':hover, :focus-within') ? setTimeout(check, 2_000) : remove());
    setTimeout(check, SHOWN_MS);
  }
}
