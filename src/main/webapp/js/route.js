// @ts-check
import { CHANNEL_NAME, DEFAULT_CHANNEL } from './names.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Where the page is: a channel, perhaps at one of its messages or with those of one author alone; or an address that
 * means nothing here.
 * @typedef {{ channel: string, messageId?: string, author?: string } | { unknown: string }} Place
 */

/** @param {string} hash of the address, with or without its `#` @returns {Place} */
export function parsePlace(hash) {
  const path = decoded(hash.replace(/^#/, ''));
  if (!path || path === '/') return { channel: DEFAULT_CHANNEL };
  // Links of earlier versions are the channel's name alone
  if (!path.includes('/')) return channelPlace(path, path);
  const [start, kind, name, id, ...rest] = path.split('/');
  if (start !== '' || kind !== 'c') return { unknown: path };
  const place = channelPlace(name ?? '', path);
  if (id === 'by' && rest.length > 0 && 'channel' in place) return { ...place, author: rest.join('/') };
  return rest.length > 0 ? { unknown: path } : withMessage(place, id, path);
}

/** @param {string} channel @param {string} [messageId] */
export const hashOf = (channel, messageId) => `#/c/${channel}${messageId ? `/${messageId}` : ''}`;

/** @param {string} channel @param {string} author */
export const hashByAuthor = (channel, author) => `${hashOf(channel)}/by/${encodeURIComponent(author)}`;

/** The address's hash names the place, so that links, back and forward work. */
export class Route {
  /** @param {(place: Place, again: boolean) => void} onChange  again: the visitor has come back to it */
  constructor(onChange) {
    this.onChange = onChange;
    addEventListener('popstate', () => this.#arrive());
  }

  /** Goes to the place in the address. */
  start() {
    this.#arrive();
  }

  /** @param {string} channel @param {string} [messageId] */
  go(channel, messageId) {
    if (location.hash === hashOf(channel, messageId)) this.onChange({ channel, messageId }, false);
    else location.hash = hashOf(channel, messageId);
  }

  /**
   * Writes the place into the address without a step in the history.
   * @param {string} channel
   * @param {string} [messageId]
   */
  correct(channel, messageId) {
    history.replaceState({ visited: true }, '', hashOf(channel, messageId));
  }

  #arrive() {
    const place = parsePlace(location.hash);
    const again = Boolean(history.state?.visited);
    if ('channel' in place && !place.author) this.correct(place.channel, place.messageId);
    this.onChange(place, again);
  }
}

/** @param {string} name @param {string} path @returns {Place} */
function channelPlace(name, path) {
  const channel = name.toLowerCase();
  return CHANNEL_NAME.test(channel) ? { channel } : { unknown: path };
}

/** @param {Place} place @param {string | undefined} id @param {string} path @returns {Place} */
function withMessage(place, id, path) {
  if ('unknown' in place || !id) return place;
  return UUID.test(id.toLowerCase()) ? { ...place, messageId: id.toLowerCase() } : { unknown: path };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
