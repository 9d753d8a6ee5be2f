// @ts-check
import { fromTemplate, isField } from '../dom.js';

/**
 * The buttons of a message. There is one set of them, which moves to the message under the pointer or with the focus,
 * so that a thousand messages have no more buttons than one. Arrows move the focus from message to message.
 */
export class MessageActions {
  #toolbar = fromTemplate('actions');

  /**
   * @param {HTMLElement} log the scrolling parent of the messages
   * @param {{ leave: () => void, actions: (row: HTMLElement) => string[], keys: Record<string, string> }} options
   *   leave: called by Escape; actions: what can be done with a message; keys: actions by key
   */
  constructor(log, options) {
    this.log = log;
    this.options = options;
    log.addEventListener('pointerover', (event) => event.pointerType === 'mouse' && this.#moveTo(event.target));
    log.addEventListener('focusin', (event) => this.#moveTo(event.target));
    log.addEventListener('pointerleave', () => this.#moveTo(document.activeElement));
    log.addEventListener('keydown', (event) => this.#onKey(event));
    // A long press on a touch screen
    log.addEventListener('contextmenu', (event) => rowOf(event.target)?.focus({ preventScroll: true }));
  }

  /** One more button. @param {HTMLElement} button */
  add(button) {
    this.#toolbar.append(button);
  }

  /** @param {EventTarget | null} target */
  #moveTo(target) {
    const row = rowOf(target);
    if (!row) return this.#toolbar.remove();
    // Tab goes to the buttons of the message that has the focus, not to those under the pointer
    if (this.#toolbar.contains(document.activeElement) && row !== rowOf(document.activeElement)) return;
    const actions = this.options.actions(row);
    for (const button of this.#toolbar.querySelectorAll('button')) {
      button.hidden = !actions.includes(button.dataset.action ?? '');
    }
    if (actions.length === 0) this.#toolbar.remove();
    else if (this.#toolbar.parentElement !== row) row.append(this.#toolbar);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isField(target)) return;
    if (key === 'Escape') this.options.leave();
    else if (key === 'ArrowUp' || key === 'ArrowDown') this.#step(key === 'ArrowUp' ? -1 : 1);
    else if (this.options.keys[key] && rowOf(target)) this.#press(this.options.keys[key]);
    else return;
    event.preventDefault();
  }

  /** @param {number} by */
  #step(by) {
    const rows = [...this.log.querySelectorAll('.message')];
    const current = rowOf(document.activeElement);
    const at = current ? rows.indexOf(current) + by : this.#lastVisible(rows);
    const row = /** @type {HTMLElement | undefined} */ (rows[at]);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Element[]} rows */
  #lastVisible(rows) {
    const { bottom } = this.log.getBoundingClientRect();
    const below = rows.findIndex((row) => row.getBoundingClientRect().bottom > bottom + 1);
    return (below < 0 ? rows.length : below) - 1;
  }

  /** @param {string} action */
  #press(action) {
    /** @type {HTMLElement | null} */ (this.#toolbar.querySelector(`[data-action="${action}"]:not([hidden])`))?.click();
  }
}

/** @param {EventTarget | null} target */
const rowOf = (target) =>
  target instanceof Element ? /** @type {HTMLElement | null} */ (target.closest('.message')) : null;
