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

/** All the page shows. Components read it and are told, at most once a frame, that something has changed. */
export class Store {
  current = DEFAULT_CHANNEL;
  /** @type {Connection} */
  connection = { name: 'connecting' };
  /** @type {Map<string, ChannelInfo>} */
  channels = new Map();
  /** @type {Map<string, ChannelLog>} */
  logs = new Map();
  /** @type {string | undefined} the first message not seen before the current channel was opened */
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

  /** Draws the line above what is new in the channel just opened, once its messages are there. */
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
    // A hidden tab has no frames, but a title that counts.
    setTimeout(flush, 100);
  }

  /** @param {string} channel */
  log(channel = this.current) {
    let log = this.logs.get(channel);
    if (!log) this.logs.set(channel, (log = new ChannelLog(channel)));
    return log;
  }

  /**
   * Forgets what was loaded: it may have holes, or belong to an epoch that has ended.
   * @returns {ChannelLog | null} that of the current channel, if it was there
   */
  forgetLogs() {
    const log = this.log();
    this.logs.clear();
    return log.status === 'ready' ? log : null;
  }

  /** Another board has other messages: what was read of the former one says nothing about them. */
  forgetBoard() {
    ['board', 'read.', 'visited', 'created'].forEach(forgetAll);
    this.#unseen = 0;
  }

  /** @param {Message} message one that has just come; kept also for a channel not opened yet, whose history then joins it */
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
    // A total fetched a moment ago may already contain this message.
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

  /** An own message is not news. @param {string} channel */
  skipUnread(channel) {
    remember(`read.${channel}`, this.#readCount(channel) + 1);
  }

  /** @param {string} channel @returns {number} how many of the channel's messages were read; kept for all tabs */
  #readCount(channel) {
    return recall(`read.${channel}`) ?? 0;
  }
}
