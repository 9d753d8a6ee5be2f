// @ts-check
import { ChannelLog, numberOf } from './channel-log.js';
import { DEFAULT_CHANNEL, isDirect, isPrivate } from './names.js';
import { isArchived, isBehind, parsePosition } from './position.js';
import { mentionsMe } from './mentions.js';
import { forgetAll, recall, Remembered, remember } from './memory.js';
import { after, withReply } from './changes.js';
import { firstAfter, markAt, ReadMarks } from './read-marks.js';
import { Settings } from './settings.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').BoardEvent} BoardEvent */
/** @typedef {import('./api.js').ChannelInfo} ChannelInfo */
/** @typedef {import('./read-marks.js').Mark} Mark */
/** @typedef {import('./board-client.js').Connection} Connection */
/**
 * Where to open a channel: at a message, or behind a position. offset: the message's distance from the top of the
 * conversation, in pixels; highlighted: the reader asked for this very message.
 * @typedef {{ id?: string, after?: string, offset?: number, highlighted?: boolean }} Aim
 */

/** Events that change a message. */
const CHANGES = ['edited', 'deleted', 'reacted', 'unreacted'];
/** How many mentions of a channel are remembered. */
const MENTIONS = 50;

/** The state that the page shows. Components read it; it notifies them of changes, at most once per frame. */
export class Store {
  current = DEFAULT_CHANNEL;
  /** @type {string | undefined} an address that means nothing; nothing else is shown then */
  unknownAddress;
  /** @type {Connection} */
  connection = { name: 'connecting' };
  /** @type {Map<string, ChannelInfo>} */
  channels = new Map();
  /** @type {import('./rooms.js').Rooms | undefined} private channels, once somebody has signed in */
  rooms;
  /** @type {BoardEvent[]} what has changed private channels until then */
  early = [];
  /** Whether the totals of the channels are known, and so what is unread. */
  counted = false;
  /** @type {Map<string, ChannelLog>} */
  logs = new Map();
  /** @type {Map<string, Aim>} where the reader left each channel; absent: at its newest message */
  places = new Map();
  /** @type {Aim | undefined} what the current channel is to be opened at */
  aim;
  /** @type {string | undefined} the message that the address names */
  highlighted;
  /** @type {Mark | undefined} the "New" line of the current channel stands behind this mark */
  newBehind;
  /** @type {import('./thread.js').Thread | undefined} the thread that is open beside the channel */
  thread;
  /** @type {ChannelLog | undefined} */
  #filtered;
  settings = new Settings(() => this.changed());
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #scheduled = false;
  /** @type {(channel: string) => void} called after somebody has read on in a channel */
  onRead = () => {};
  #marks = new ReadMarks(() => this.changed(), (channel) => this.onRead(channel));
  /** The positions of the last messages of each channel that mention the reader. */
  #mentions = new Remembered('mentions.', () => this.changed());

  /** @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
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

  /**
   * @param {string} channel
   * @param {Aim} [aim] otherwise the channel opens where the reader left it
   * @param {string} [author] whose messages alone are shown
   */
  open(channel, aim, author) {
    this.unknownAddress = undefined;
    this.current = channel;
    this.#filtered = author ? new ChannelLog(channel, author) : undefined;
    this.aim = aim ?? (author ? undefined : this.places.get(channel));
    this.highlighted = aim?.highlighted ? aim.id : undefined;
    this.newBehind = undefined;
    this.drawLine();
    this.changed();
  }

  /** Nothing can be shown at this address. */
  get nowhere() {
    return Boolean(this.unknownAddress) || this.log().missing;
  }

  /** What people call a channel. @param {string} [channel] */
  title(channel = this.current) {
    const title = this.rooms?.titleOf(channel) ?? this.channels.get(channel)?.title;
    if (!isPrivate(channel)) return title ?? channel;
    return title ?? (isDirect(channel) ? 'Direct messages' : 'Private channel');
  }

  /** The same with the sign of an open channel. @param {string} [channel] */
  label(channel = this.current) {
    return `${isPrivate(channel) ? '' : '#'}${this.title(channel)}`;
  }

  /** @returns {string | undefined} whose messages alone are shown */
  get author() {
    return this.#filtered?.author;
  }

  /** What is shown: another one is opened at a place of its own. */
  get shown() {
    return this.author === undefined ? this.current : `${this.current} ${this.author}`;
  }

  /** @param {string} [channel] what is shown if missing */
  log(channel) {
    if (channel === undefined && this.#filtered) return this.#filtered;
    return this.#logOf(channel ?? this.current);
  }

  /** What is shown is to be loaded anew. @returns {ChannelLog} */
  beginLog() {
    if (this.#filtered) this.#filtered = new ChannelLog(this.current, this.author);
    else this.logs.delete(this.current);
    return this.log();
  }

  /** @param {string} channel */
  #logOf(channel) {
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
    this.beginLog();
    return log.status === 'ready' ? log : null;
  }

  /** Forgets what was read on the previous board: a different board has different messages. */
  forgetBoard() {
    ['board', 'visited', 'created'].forEach(forgetAll);
    this.#marks.forget();
    this.#mentions.forget();
    this.newBehind = undefined;
  }

  /** Applies an event of the board; every one of them comes through here, in the board's order. @param {BoardEvent} event */
  apply(event) {
    if (event.type === 'message') this.#receive(/** @type {BoardEvent & Message} */ (event));
    else if (event.type === 'channel') this.#set(event);
    else if (CHANGES.includes(event.type)) this.#change(event);
    if (event.type === 'message' || CHANGES.includes(event.type)) this.thread?.apply(event);
    if (event.type !== 'message') this.#hear(event);
    this.changed();
  }

  /** @param {BoardEvent} event */
  #hear(event) {
    if (this.rooms) this.rooms.hear(event);
    else if (['channel', 'joined', 'left'].includes(event.type) && isPrivate(event.channel)) this.early.push(event);
  }

  /** @param {BoardEvent} event an edit, a deletion, a reaction or the withdrawal of one */
  #change(event) {
    const id = event.message?.id ?? event.id ?? '';
    for (const log of [this.log(event.channel), this.#filtered]) {
      log?.change(id, numberOf(event), (old) => after(event, old));
    }
  }

  /** @param {BoardEvent} event a new setting of a channel */
  #set({ channel, topic, kind, archived, title, locked, members }) {
    const info = this.channels.get(channel) ?? { name: channel, messages: 0 };
    this.channels.set(channel, { ...info, topic, kind, archived, title, locked, members: members?.length ?? info.members });
  }

  /** A private channel that the reader has joined; the stream may have brought newer messages. @param {ChannelInfo} info */
  add(info) {
    const known = parsePosition(info.position);
    const newer = this.#logOf(info.name).messages.filter(({ position }) => isBehind(known, parsePosition(position)));
    const position = newer[newer.length - 1]?.position ?? info.position;
    this.channels.set(info.name, { ...info, messages: info.messages + newer.length, position });
    this.changed();
  }

  /** A private channel that the reader is no longer in. @param {string} channel */
  remove(channel) {
    for (const known of [this.channels, this.logs, this.places]) known.delete(channel);
    if (this.thread?.root.channel === channel) this.thread = undefined;
    if (this.current === channel) {
      this.#filtered = undefined;
      Object.assign(this.log(), { status: 'ready', missing: true });
    }
    this.changed();
  }

  /** @param {Message} message kept even if its channel has not been opened yet */
  #receive(message) {
    const log = this.log(message.channel);
    log.receive(message);
    if (message.author === this.author && message.channel === this.current) this.#filtered?.receive(message);
    if (message.replyTo) log.change(message.replyTo, numberOf(message), (root) => withReply(root, message));
    log.trim(this.places.get(message.channel)?.id);
    this.#count(message);
    this.#keepMention(message);
  }

  /** @param {Message} message */
  #keepMention({ channel, author, content, position }) {
    const me = this.settings.get('author');
    const kept = this.#mentions.of(channel) ?? [];
    // Another tab may have been quicker
    if (author === me || kept.includes(position) || !mentionsMe(content, me)) return;
    this.#mentions.set(channel, [...kept, position].slice(-MENTIONS));
  }

  /** @param {string} channel @param {Aim | undefined} place undefined: at the newest message */
  leaveAt(channel, place) {
    if (this.#filtered) return;
    if (place) this.places.set(channel, place);
    else this.places.delete(channel);
  }

  /** @param {ChannelInfo[]} infos */
  setChannels(infos) {
    if (recall('visited') === undefined) infos.forEach((info) => this.#markAllOf(info, { assumed: true }));
    remember('visited', true);
    this.counted = true;
    this.channels = new Map(infos.map((info) => [info.name, info]));
    // Where the board has lost messages, or counts them anew
    infos.filter(({ name, messages }) => this.#marks.of(name).count > messages).forEach((info) => this.#markAllOf(info));
    this.drawLine();
    this.changed();
  }

  /** @param {ChannelInfo} info @param {Partial<Mark>} [more] */
  #markAllOf({ name, messages, position }, more) {
    this.#marks.move(name, { count: messages, at: position, ...more });
  }

  /** Remembers a channel that has no message yet, so that it is listed. @param {string} name */
  create(name) {
    remember('created', [...new Set([...this.created, name])]);
  }

  /** @returns {string[]} */
  get created() {
    return recall('created') ?? [];
  }

  /** @param {Message} message */
  #count({ channel, position }) {
    const info = this.channels.get(channel) ?? { name: channel, messages: 0 };
    // A total that was just fetched may already include this message.
    if (!isBehind(parsePosition(info.position), parsePosition(position))) return;
    this.channels.set(channel, { ...info, messages: info.messages + 1, position });
  }

  // ---- what was read

  /** @param {string} channel */
  total(channel = this.current) {
    return this.channels.get(channel)?.messages ?? 0;
  }

  /** @param {string} channel */
  unread(channel = this.current) {
    return Math.max(0, this.total(channel) - this.#marks.of(channel).count);
  }

  /** What is shown as unread: nothing in a muted channel. @param {string} channel */
  badge(channel) {
    return this.settings.levelOf(channel) === 'muted' ? 0 : this.unread(channel);
  }

  /** @param {string} channel @returns {Mark} */
  markOf(channel) {
    return this.#marks.of(channel);
  }

  /** Takes what was read on another device into account. @param {import('./api.js').ReadMark} mark @param {boolean} [decided] */
  adoptMark(mark, decided) {
    this.#marks.adopt(mark, decided);
    this.changed();
  }

  /** @param {{ channel: string, position: string }} message */
  isUnread({ channel, position }) {
    const { at } = this.#marks.of(channel);
    return this.unread(channel) > 0 && !isArchived(position) && isBehind(parsePosition(at), parsePosition(position));
  }

  /** @param {string} channel @returns {number} unread messages that mention the reader */
  mentions(channel) {
    const kept = /** @type {string[]} */ (this.#mentions.of(channel) ?? []);
    return kept.filter((position) => this.isUnread({ channel, position })).length;
  }

  /** @returns {number} the index of the current channel's first unread message; -1 if it is not loaded */
  get firstUnread() {
    return firstAfter(this.log(), this.#marks.of(this.current), this.total());
  }

  /** @returns {Aim} where the current channel's first unread message is */
  get aimAtUnread() {
    const { id, at } = this.#marks.of(this.current);
    const epoch = parsePosition(this.channels.get(this.current)?.position)?.epoch;
    return id ? { id } : { after: at ?? `${epoch}:0` };
  }

  /** @returns {string | undefined} id of the message below the "New" line */
  get firstNewId() {
    if (!this.newBehind || this.#filtered || this.log().status !== 'ready') return undefined;
    return this.log().messages[firstAfter(this.log(), this.newBehind, this.total())]?.id;
  }

  /** From here on, what arrives is new. An earlier line stays while something below it is unread. */
  drawLine({ anew = false } = {}) {
    if (anew || (!this.newBehind && this.unread())) this.newBehind = this.#marks.of(this.current);
  }

  /** @param {number} [index] of the last message read; the newest one if missing */
  markRead(index) {
    const { messages, live } = this.log();
    const mark =
      index === undefined && !live
        ? { count: this.total(), at: this.channels.get(this.current)?.position }
        : markAt(this.log(), index ?? messages.length - 1, this.#marks.of(this.current), this.total());
    if (!mark || mark.count <= this.#marks.of(this.current).count) return;
    this.#marks.move(this.current, mark);
    this.changed();
  }

  /** @param {string} id the first message that is to be unread again */
  markUnread(id) {
    const log = this.log();
    const index = log.indexOf(id);
    const mark = index < 0 ? null : markAt(log, index, this.#marks.of(this.current), this.total());
    if (!mark) return false;
    const before = log.messages[index - 1];
    this.#marks.move(this.current, { count: mark.count - 1, id: before?.id, at: before?.position });
    this.drawLine({ anew: true });
    this.changed();
    return true;
  }

  /** Counts the user's own message as read if they had read everything before it. @param {Message} message */
  skipUnread({ channel, id, position }) {
    if (this.unread(channel) === 1) this.#marks.move(channel, { count: this.total(channel), id, at: position });
  }
}
