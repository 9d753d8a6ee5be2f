// @ts-check
import { fromTemplate, part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { DEFAULT_CHANNEL, isDirect, isPrivate } from '../names.js';
import { hashOf } from '../route.js';

/**
 * @typedef {{ key: string, shape: string, title: string, unread: number, mentions: number, muted: boolean,
 *   current: boolean }} ChannelRow
 */

/** With more channels than this, they can be filtered. */
const MANY = 12;

/** The channels with their unread counts: one stop of the Tab key, and arrows between them. */
export class ChannelList {
  #element = part(document, '.channels');
  #filter = /** @type {HTMLInputElement} */ (part(document, '.channel-filter'));
  #list;
  /** @type {KeyedList<ChannelRow> | undefined} direct messages, once somebody has signed in */
  #direct;
  #current = '';

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
    this.#list = this.#listIn(part(document, '.channel-list'));
    this.#filter.addEventListener('input', () => this.render());
    this.#filter.addEventListener('keydown', (event) => this.#onFilterKey(event));
    this.#element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /** @param {HTMLElement} element */
  #listIn(element) {
    const signOf = (/** @type {string} */ name) => (isPrivate(name) ? this.store.rooms?.signOf(name) : undefined);
    return new KeyedList(element, ({ key }) => createChannel(key, signOf(key)), updateChannel);
  }

  /** @param {HTMLElement} element where direct messages are listed */
  showDirect(element) {
    this.#direct = this.#listIn(element);
  }

  render() {
    const names = channelNames(this.store);
    const wanted = this.#filter.value.trim().replace(/^#/, '').toLowerCase();
    this.#filter.hidden = names.length <= MANY && !wanted;
    const shown = names.filter((name) => this.store.title(name).toLowerCase().includes(wanted));
    const rows = shown.map((name) => this.#row(name));
    this.#list.render(rows.filter(({ key }) => !isDirect(key)));
    this.#direct?.render(rows.filter(({ key }) => isDirect(key)));
    part(document, '.channels-none').hidden = shown.length > 0;
    part(document, '.elsewhere').hidden = !names.some((name) => name !== this.store.current && this.store.badge(name));
    this.#showCurrent();
  }

  /** @param {string} name @returns {ChannelRow} */
  #row(name) {
    const { store } = this;
    const muted = store.settings.levelOf(name) === 'muted';
    const drawn = {
      title: store.title(name),
      unread: store.badge(name),
      mentions: muted ? 0 : store.mentions(name),
      muted,
      current: name === store.current && !store.nowhere,
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
    return /** @type {HTMLElement[]} */ ([...this.#element.querySelectorAll('.channel')]);
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
export function channelNames(store) {
  const names = new Set([...store.channels.keys(), ...store.created, store.current].filter((name) => !isPrivate(name)));
  names.delete(DEFAULT_CHANNEL);
  return [DEFAULT_CHANNEL, ...byTitle([...names], store), ...(store.rooms?.names() ?? [])];
}

/** @param {string[]} names @param {import('../store.js').Store} store */
export function byTitle(names, store) {
  const titles = new Map(names.map((name) => [name, store.title(name).toLowerCase()]));
  return names.sort((a, b) => ((titles.get(a) ?? '') < (titles.get(b) ?? '') ? -1 : 1));
}

/** @param {string} name @param {Element} [sign] what stands in place of the # */
function createChannel(name, sign) {
  const element = fromTemplate('channel');
  part(element, 'a').setAttribute('href', hashOf(name));
  part(element, 'a').dataset.channel = name;
  if (sign) part(element, '.hash').replaceWith(sign);
  return element;
}

/** @param {HTMLElement} element @param {ChannelRow} row */
function updateChannel(element, { title, unread, mentions, muted, current }) {
  const link = part(element, 'a');
  setText(part(element, '.channel-name'), title);
  link.classList.toggle('has-unread', unread > 0);
  part(element, '.muted').hidden = !muted;
  part(element, '.mentions').hidden = mentions === 0;
  setText(part(element, '.mentions-count'), String(mentions));
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  part(element, '.unread').hidden = unread === 0;
  setText(part(element, '.unread-count'), unread > 999 ? '999+' : String(unread));
}
