// @ts-check
import { ChannelLog } from './channel-log.js';
import { isBehind, parsePosition } from './position.js';
import { forgetAll, recall, remember } from './memory.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').ChannelInfo} ChannelInfo */
/** @typedef {{ name: 'connecting' | 'catching-up' | 'live' | 'delayed' | 'reconnecting' | 'offline', retryAt?: number }} Connection
 *   retryAt: on this tab's own clock */

export const DEFAULT_CHANNEL = 'general';
export const CHANNEL_NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The state that the page shows. Components read it; it notifies them of changes, at most once per frame. */
export class Store {
  current = DEFAULT_CHANNEL;
  /** @type {Connection} */
  connection = { name: 'connecting' };
  /** @type {Map<string, ChannelInfo>} */
  channels = new Map();
  /** @type {Map<string, ChannelLog>} */
  logs = new Map();
  /** @type {string | undefined} id of the first message that was unread when the current channel was opened */
  firstUnseen;
  /** Whether the newest message of the current channel is on the screen. */
  atEnd = true;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #scheduled = false;
  #unseen = 0;

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string} channel */
  open(channel) {
    this.current = channel;
    this.atEnd = true;
    this.#unseen = this.unread(channel);
    this.firstUnseen = undefined;
    this.markFirstUnseen();
    this.changed();
  }

  /** Marks the first unread message of the channel just opened, once its messages are loaded. */
  markFirstUnseen() {
    const { status, messages } = this.log();
    if (status !== 'ready') return;
    if (this.#unseen > 0 && this.#unseen < messages.length) this.firstUnseen = messages[messages.length - this.#unseen].id;
    this.#unseen = 0;
  }

  changed() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = () => {
      if (!this.#scheduled) return;
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    };
    requestAnimationFrame(flush);
    // A hidden tab gets no frames, but its title must still show the unread count.
    setTimeout(flush, 100);
  }

  /** @param {string} channel */
  log(channel = this.current) {
    let log = this.logs.get(channel);
    if (!log) this.logs.set(channel, (log = new ChannelLog(channel)));
    return log;
  }

  /**
   * Forgets all loaded messages: they may have gaps, or belong to an epoch that has ended.
   * @returns {ChannelLog | null} the current channel's log, if it was loaded
   */
  forgetLogs() {
    const log = this.log();
    this.logs.clear();
    return log.status === 'ready' ? log : null;
  }

  /** Forgets what was read on the previous board: a different board has different messages. */
  forgetBoard() {
    ['board', 'read.', 'visited', 'created'].forEach(forgetAll);
    this.#unseen = 0;
  }

  /** @param {Message} message a new message; kept even if its channel has not been opened yet */
  receive(message) {
    const log = this.log(message.channel);
    log.add(message);
    log.trim(message.channel === this.current && !this.atEnd);
    this.#count(message);
    this.changed();
  }

  /** @param {ChannelInfo[]} infos */
  setChannels(infos) {
    if (recall('visited') === undefined) infos.forEach(({ name, messages }) => remember(`read.${name}`, messages));
    remember('visited', true);
    const first = this.channels.size === 0;
    this.channels = new Map(infos.map((info) => [info.name, info]));
    for (const { name, messages } of infos) {
      if (this.#readCount(name) > messages) remember(`read.${name}`, messages);
    }
    if (first) this.open(this.current);
    this.changed();
  }

  /** @param {Message} message */
  #count({ channel, position }) {
    const info = this.channels.get(channel) ?? { name: channel, messages: 0, position: '' };
    // A total that was just fetched may already include this message.
    if (!isBehind(parsePosition(info.position), parsePosition(position))) return;
    this.channels.set(channel, { ...info, messages: info.messages + 1, position });
  }

  /** @param {string} channel */
  unread(channel) {
    return Math.max(0, (this.channels.get(channel)?.messages ?? 0) - this.#readCount(channel));
  }

  markRead(channel = this.current) {
    const total = this.channels.get(channel)?.messages ?? 0;
    if (total && this.#readCount(channel) !== total) remember(`read.${channel}`, total);
  }

  /** Counts the user's own message as read. @param {string} channel */
  skipUnread(channel) {
    remember(`read.${channel}`, this.#readCount(channel) + 1);
  }

  /** @param {string} channel @returns {number} how many of the channel's messages were read; shared by all tabs */
  #readCount(channel) {
    return recall(`read.${channel}`) ?? 0;
  }
}
