// @ts-check
import { byId, fromTemplate, part, setText } from '../dom.js';
import { KeyedList } from '../keyed-list.js';
import { recall } from '../memory.js';
import { plural } from '../text.js';
import { DEFAULT_CHANNEL } from '../store.js';

/** @typedef {{ key: string, shape: string, unread: number, current: boolean }} ChannelRow */

/** The channels with their unread counts, the heading of the current one, and the page's title. */
export class ChannelList {
  #list = new KeyedList(byId('channel-list'), createChannel, updateChannel);

  /** @param {import('../store.js').Store} store */
  constructor(store) {
    this.store = store;
  }

  render() {
    const rows = this.#names().map((name) => this.#row(name));
    this.#list.render(rows);
    const { current, channels } = this.store;
    setText(byId('channel-title'), current);
    const total = channels.get(current)?.messages ?? 0;
    setText(byId('channel-total'), total ? plural(total, 'message') : '');
    byId('elsewhere').hidden = !rows.some(({ unread, key }) => unread && key !== current);
    const unread = rows.reduce((sum, row) => sum + row.unread, 0);
    document.title = `${unread ? `(${unread}) ` : ''}#${current} · Message Board`;
  }

  /** The server lists only channels that have messages, so channels created in this browser are added. */
  #names() {
    const { channels, current } = this.store;
    const names = new Set([...channels.keys(), ...(recall('created') ?? []), current]);
    names.delete(DEFAULT_CHANNEL);
    return [DEFAULT_CHANNEL, ...[...names].sort()];
  }

  /** @param {string} name @returns {ChannelRow} */
  #row(name) {
    const unread = this.store.unread(name);
    const current = name === this.store.current;
    return { key: name, shape: `${unread} ${current}`, unread, current };
  }
}

/** @param {ChannelRow} row */
function createChannel({ key }) {
  const element = fromTemplate('channel-template');
  part(element, 'a').setAttribute('href', `#${key}`);
  part(element, 'a').dataset.channel = key;
  setText(part(element, '.channel-name'), key);
  return element;
}

/** @param {HTMLElement} element @param {ChannelRow} row */
function updateChannel(element, { unread, current }) {
  const link = part(element, 'a');
  link.classList.toggle('has-unread', unread > 0);
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
  part(element, '.unread').hidden = unread === 0;
  setText(part(element, '.unread-count'), unread > 999 ? '999+' : String(unread));
}
