// @ts-check
import { part, setText } from '../dom.js';
import { categories, searchEmoji } from '../emoji.js';
import { recall, remember } from '../memory.js';
import { plural } from '../text.js';
import { Dialog } from './dialog.js';

/** @typedef {import('../emoji.js').Emoji} Emoji */

const RECENT = 16;
const FOUND = 60;

/** The dialog to choose an emoji from: a search field, and buttons with arrows between them. */
export class EmojiPicker {
  #dialog = new Dialog('Emoji', 'emoji-picker');
  #input = /** @type {HTMLInputElement} */ (part(this.#dialog.element, 'input'));
  #groups = part(this.#dialog.element, '.emoji-groups');
  #count = part(this.#dialog.element, '[role=status]');
  /** @type {(emoji: string) => void} */
  #onPick = () => undefined;

  constructor() {
    this.#input.addEventListener('input', () => this.#draw());
    this.#groups.addEventListener('click', (event) => this.#onClick(event));
    this.#dialog.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param {(emoji: string) => void} onPick */
  open(onPick) {
    this.#onPick = onPick;
    this.#input.value = '';
    this.#draw();
    this.#dialog.open();
    this.#input.focus();
  }

  #draw() {
    const query = this.#input.value.trim();
    const found = query ? searchEmoji(query, FOUND) : [];
    const groups = query ? [{ category: 'Found', emoji: found }] : [recent(), ...categories];
    this.#groups.replaceChildren(...groups.filter(({ emoji }) => emoji.length > 0).map(grid));
    setText(this.#count, query ? plural(found.length, 'emoji', 'emoji') : '');
    this.#stopAt(this.#buttons[0]);
  }

  get #buttons() {
    return [...this.#groups.querySelectorAll('button')];
  }

  /** @param {HTMLElement | undefined} button the one where Tab stops */
  #stopAt(button) {
    for (const each of this.#buttons) each.tabIndex = each === button ? 0 : -1;
  }

  /** @param {Event} event */
  #onClick(event) {
    const emoji = /** @type {Element} */ (event.target).closest('button')?.textContent;
    if (emoji) this.#pick(emoji);
  }

  /** @param {string} emoji */
  #pick(emoji) {
    remember('emoji', [...new Set([emoji, ...recentlyUsed()])].slice(0, RECENT));
    this.#dialog.close();
    this.#onPick(emoji);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { key, target } = event;
    const buttons = this.#buttons;
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (target));
    if (target === this.#input && key === 'Enter') buttons[0]?.click();
    else if (target === this.#input && key === 'ArrowDown') this.#goTo(buttons[0]);
    else if (at >= 0 && key.startsWith('Arrow')) this.#goTo(beside(buttons, at, key), key);
    else return;
    event.preventDefault();
  }

  /** Above the first line is the field. @param {HTMLElement | undefined} button @param {string} [key] */
  #goTo(button, key) {
    if (button) this.#stopAt(button);
    (button ?? (key === 'ArrowUp' ? this.#input : null))?.focus();
  }
}

/** @returns {string[]} */
const recentlyUsed = () => recall('emoji') ?? [];

function recent() {
  const all = categories.flatMap(({ emoji }) => emoji);
  const used = recentlyUsed().map((emoji) => all.find((each) => each.emoji === emoji));
  return { category: 'Recently used', emoji: used.filter((each) => each !== undefined) };
}

/** @param {{ category: string, emoji: Emoji[] }} group */
function grid({ category, emoji }) {
  const group = document.createElement('section');
  const heading = document.createElement('h3');
  heading.textContent = category;
  const buttons = document.createElement('div');
  buttons.className = 'emoji-grid';
  buttons.append(...emoji.map(button));
  group.append(heading, buttons);
  return group;
}

/** @param {Emoji} emoji */
function button({ emoji, name }) {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = emoji;
  element.title = `:${name}:`;
  element.setAttribute('aria-label', name.replaceAll('_', ' '));
  return element;
}

/**
 * The button that an arrow leads to: the next one in a line, or the nearest one in the line above or below.
 * @param {HTMLElement[]} buttons @param {number} at @param {string} key
 * @returns {HTMLElement | undefined}
 */
function beside(buttons, at, key) {
  if (key === 'ArrowLeft') return buttons[at - 1];
  if (key === 'ArrowRight') return buttons[at + 1];
  const { offsetTop: top, offsetLeft: left } = buttons[at];
  const below = key === 'ArrowDown';
  const ordered = below ? buttons : [...buttons].reverse();
  const beyond = ordered.filter((each) => (below ? each.offsetTop > top : each.offsetTop < top));
  const line = beyond.filter((each) => each.offsetTop === beyond[0].offsetTop);
  const distance = (/** @type {HTMLElement} */ each) => Math.abs(each.offsetLeft - left);
  return line.sort((a, b) => distance(a) - distance(b))[0];
}
