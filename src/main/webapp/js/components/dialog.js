// @ts-check
import { fromTemplate, newId, part, setText } from '../dom.js';

/** A modal dialog. The browser closes it by Escape and a click beside it, and returns the focus to where it was. */
export class Dialog {
  element = /** @type {HTMLDialogElement} */ (fromTemplate('dialog'));
  #heading = part(this.element, 'h2');

  /** @param {string} title @param {string | HTMLElement} content what is in it, or the name of its template */
  constructor(title, content) {
    this.title = title;
    this.#heading.id = newId();
    this.element.setAttribute('aria-labelledby', this.#heading.id);
    this.element.append(typeof content === 'string' ? fromTemplate(content) : content);
    part(this.element, '.dialog-close').addEventListener('click', () => this.close());
    document.body.append(this.element);
  }

  /** @param {string} title */
  set title(title) {
    setText(this.#heading, title);
  }

  open() {
    this.element.showModal();
  }

  close() {
    this.element.close();
  }
}
