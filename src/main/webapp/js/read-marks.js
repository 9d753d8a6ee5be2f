// @ts-check
import { forgetAll, onRemembered, recall, remember } from './memory.js';

/**
 * How far this browser has read a channel.
 * @typedef {{ count: number, id?: string, at?: string, assumed?: boolean, server?: string }} Mark  count: messages read,
 *   of all that the channel ever had; id: the last of them, unknown if it was never loaded; at: a position up to which
 *   everything was read; assumed: nobody read it, but it was there before the first visit; server: the id in the last
 *   mark of the server that was taken into account
 */

const KEY = 'read.';

/** The read mark of each channel, shared by all tabs. */
export class ReadMarks {
  /** @type {Map<string, Mark>} */
  #known = new Map();

  /**
   * @param {() => void} changed called after another tab has moved a mark
   * @param {(channel: string) => void} [onRead] called after a mark has moved forward here
   */
  constructor(changed, onRead = () => {}) {
    this.onRead = onRead;
    onRemembered(() => {
      this.#known.clear();
      changed();
    });
  }

  /** @param {string} channel @returns {Mark} */
  of(channel) {
    let mark = this.#known.get(channel);
    if (!mark) this.#known.set(channel, (mark = asMark(recall(KEY + channel))));
    return mark;
  }

  /** @param {string} channel @param {Mark} mark */
  move(channel, mark) {
    const { count, id, server } = this.of(channel);
    if (count === mark.count && (id === mark.id || !mark.id)) return;
    this.#set(channel, { ...mark, ...(server && { server }) });
    if (mark.count > count && !mark.assumed) this.onRead(channel);
  }

  /**
   * Takes a mark of the server into account, once, if it is further than this browser's.
   * @param {import('./api.js').ReadMark} mark
   * @param {boolean} [decided] the server knows that it is, however they were counted
   */
  adopt({ channel, id, count, position }, decided = false) {
    const known = this.of(channel);
    if (known.server === id && !decided) return;
    const isFurther = decided || known.assumed || count > known.count;
    this.#set(channel, isFurther ? { count, id, at: position, server: id } : { ...known, server: id });
  }

  /** @param {string} channel @param {Mark} mark */
  #set(channel, mark) {
    this.#known.set(channel, mark);
    remember(KEY + channel, mark);
  }

  forget() {
    this.#known.clear();
    forgetAll(KEY);
  }
}

/** @param {any} stored a number in earlier versions @returns {Mark} */
function asMark(stored) {
  if (typeof stored === 'number') return { count: stored };
  return typeof stored?.count === 'number' ? stored : { count: 0 };
}

/**
 * @param {import('./channel-log.js').ChannelLog} log
 * @param {Mark} mark
 * @param {number} total how many messages the channel ever had
 * @returns {number} the index of the first message after the mark, just behind the window if there is none in it; -1 if
 *   it is before the window or unknown
 */
export function firstAfter(log, { count, id, at }, total) {
  const read = id === undefined ? -1 : log.indexOf(id);
  if (read >= 0) return read + 1;
  if (at !== undefined && at === log.behind) return 0;
  const index = log.firstBehind(at) ?? (log.live ? log.messages.length - (total - count) : count > 0 ? -1 : 0);
  return index < 0 || (index === 0 && log.older.state !== 'none') ? -1 : index;
}

/**
 * @param {import('./channel-log.js').ChannelLog} log
 * @param {number} index of a message in the window
 * @param {Mark} mark
 * @param {number} total how many messages the channel ever had
 * @returns {Mark | null} the mark of whoever has read up to that message; null if its count is unknown
 */
export function markAt(log, index, mark, total) {
  const { id, position } = log.messages[index];
  if (log.live) return { id, at: position, count: total - (log.messages.length - 1 - index) };
  const next = firstAfter(log, mark, total);
  return next < 0 ? null : { id, at: position, count: mark.count + index - next + 1 };
}
