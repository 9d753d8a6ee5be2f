// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { DEFAULT_CHANNEL } from '../names.js';
import { hashOf } from '../route.js';

/**
 * @typedef {{ key: string, shape: string, unread: number, mentions: number, muted: boolean, current: boolean }} ChannelRow
 */

/** With more channels than this, they can be filtered. */
const MANY = 12;

/** The channels with their unread counts: one stop of the Tab key, and arrows between them. */
export class ChannelList {
  #element = part(document, '.channel-list');
  #filter = /** @type {HTMLInputElement} */ (part(document, '.channel-filter'));
  #list = new KeyedList(this.#element, createChannel, updateChannel);
  #current = '';

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.#filter.addEventListener('input', () => this.render());
    this.#filter.addEventListener('keydown', (event) => this.#onFilterKey(event));
    this.#element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  render() {
    const names = channelNames(this.store);
    const wanted = this.#filter.value.trim().replace(/^#/, '').toLowerCase();
    this.#filter.hidden = names.length <= MANY && !wanted;
    const shown = names.filter((name) => name.includes(wanted));
    this.#list.render(shown.map((name) => this.#row(name)));
    part(document, '.channels-none').hidden = shown.length > 0;
    part(document, '.elsewhere').hidden = !names.some((name) => name !== this.store.current && this.store.badge(name));
    this.#showCurrent();
  }

  /** @param {string} name @returns {ChannelRow} */
  #row(name) {
    const { store } = this;
    const muted = store.settings.levelOf(name) === 'muted';
    const drawn = {
      unread: store.badge(name),
      mentions: muted ? 0 : store.mentions(name),
      muted,
      current: name === store.current && !store.unknownAddress,
    };
    return { key: name, shape: JSON.stringify(drawn), ...drawn };
  }

  /** The Tab key stops at the current channel, or at the first if that is filtered out. */
  #showCurrent() {
    const links = this.#links();
    const current = links.find((link) => link.hasAttribute('aria-current'));
    if (!links.includes(/** @type {HTMLElement} */ (document.activeElement))) this.#stopAt(current ?? links[0]);
    if (current && this.#current !== this.store.current) current.scrollIntoView({ block: 'nearest' });
    this.#current = this.store.current;
  }

  /** @param {HTMLElement | undefined} link */
  #stopAt(link) {
    for (const each of this.#links()) each.tabIndex = each === link ? 0 : -1;
  }

  #links() {
    return /** @type {HTMLElement[]} */ ([...this.#element.querySelectorAll('a')]);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const links = this.#links();
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || at < 0 || event.altKey) return;
    event.preventDefault();
    if (to < 0 && !this.#filter.hidden) return this.#filter.focus();
    const next = links[Math.min(Math.max(to, 0), links.length - 1)];
    this.#stopAt(next);
    next.focus();
  }

  /** @param {KeyboardEvent} event */
  #onFilterKey(event) {
    const [first] = this.#links();
    if (event.key === 'ArrowDown' && first) first.focus();
    else if (event.key === 'Enter' && first) first.click();
    else if (event.key === 'Escape' && this.#filter.value) this.#filter.value = '';
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.render();
  }
}

/**
 * The server lists only channels that have messages, so channels created in this browser are added.
 * @param {import('../store.js').Store} store
 */
export function channelNames({ channels, created, current }) {
  const names = new Set([...channels.keys(), ...created, current]);
  names.delete(DEFAULT_CHANNEL);
  return [DEFAULT_CHANNEL, ...[...names].sort()];
}

/** @param {ChannelRow} row */
function createChannel({ key }) {
  const element = fromTemplate('channel');
  part(element, 'a').setAttribute('href', hashOf(key));
  part(element, 'a').dataset.channel = key;
  setText(part(element, '.channel-name'), key);
  return element;
}

/** @param {HTMLElement} element @param {ChannelRow} row */
function updateChannel(element, { unread, mentions, muted, current }) {
  const link = part(element, 'a');
  link.classList.toggle('has-unread', unread > 0);
  part(element, '.muted').hidden = !muted;
  part(element, '.mentions').hidden = mentions === 0;
  setText(part(element, '.mentions-count'), String(mentions));
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  part(element, '.unread').hidden = unread === 0;
  setText(part(element, '.unread-count'), unread > 999 ? '999+' : String(unread));
}
