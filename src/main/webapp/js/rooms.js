// @ts-check
import { readChannels } from './api.js';
import { Backoff, Problem } from './board-client.js';
import { byTitle } from './components/channel-list.js';
import { Remembered } from './memory.js';
import { isDirect, isPrivate } from './names.js';
import { Pause } from './pause.js';
import { createChannel, openDirectMessages, readMembers } from './rooms-api.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./api.js').Member} Member */
/** @typedef {import('./api.js').BoardEvent} BoardEvent */
/**
 * @typedef {object} RoomHandlers
 * @property {(channel: string, by: string) => void} onAdded somebody else has added the reader to a channel
 * @property {(channel: string) => void} onAppear a channel is there that could not be shown before
 * @property {(channel: string, loss: Loss) => void} onGone the reader is no longer in a channel; it is still known
 * @property {(event: BoardEvent) => void} onEvent every event but messages
 */
/** @typedef {{ title: string, by?: string }} Loss  title: of the channel; by: who removed the reader */

/** With nine others at most, all members of direct messages are on one page. */
const DIRECT_LIMIT = 20;
/** A channel that was accepted is there after this long, whatever the stream says. */
const PATIENCE_MS = 5_000;

/** The private channels and direct messages of whoever has signed in. */
export class Rooms {
  /** The members of direct messages, who never change. */
  #people;
  /** @type {Set<string>} direct messages whose members are not for the reader */
  #refused = new Set();
  #asking = false;
  #backoff = new Backoff();
  #pause = new Pause();
  /** @type {Map<string, string>} the titles of all private channels seen so far */
  #titles = new Map();
  /** @type {Map<string, string>} who removed the reader from which */
  #removedBy = new Map();
  /** @type {Map<string, () => void>} called when a channel has appeared */
  #expected = new Map();

  /**
   * @param {import('./store.js').Store} store
   * @param {import('./session.js').Session} session
   * @param {(name: string) => Element} signOf what stands before the title of a channel in a list
   * @param {RoomHandlers} handlers
   */
  constructor(store, session, signOf, handlers) {
    this.store = store;
    this.session = session;
    this.signOf = signOf;
    this.handlers = handlers;
    this.#people = new Remembered('people.', () => store.changed());
    store.rooms = this;
    store.early.splice(0).forEach((event) => this.hear(event));
  }

  /** Private channels by title, then direct messages. */
  names() {
    const names = [...this.store.channels.keys()].filter(isPrivate);
    const direct = byTitle(names.filter(isDirect), this.store);
    return [...byTitle(names.filter((name) => !isDirect(name)), this.store), ...direct];
  }

  /** @param {string} name @returns {string | undefined} of direct messages, the names of the others */
  titleOf(name) {
    const names = isDirect(name) ? this.#othersIn(name).map((each) => each.name) : [];
    return names.join(', ') || undefined;
  }

  /** @param {string} name @returns {Member[]} */
  #othersIn(name) {
    const members = /** @type {Member[]} */ (this.#people.of(name) ?? []);
    return members.filter(({ person }) => person !== this.session.who);
  }

  /** What the channels say may have changed. */
  update() {
    for (const name of this.store.channels.keys()) if (isPrivate(name)) this.#titles.set(name, this.store.title(name));
    void this.#askForNames();
  }

  /** @param {string} name @returns {Loss | undefined} if it was there before */
  lossOf(name) {
    const title = this.#titles.get(name);
    return title === undefined ? undefined : { title, by: this.#removedBy.get(name) };
  }

  /** @param {BoardEvent} event */
  hear(event) {
    if (['channel', 'joined', 'left'].includes(event.type) && isPrivate(event.channel)) this.#hear(event);
    this.handlers.onEvent(event);
  }

  /** @param {BoardEvent} event that changes a private channel */
  #hear(event) {
    const { type, channel, person, members } = event;
    if (members) this.#onCreated(event, members);
    else if (type === 'joined' && person === this.session.who) void this.#onJoined(event);
    else if (type === 'left' && person === this.session.who) this.#onLeft(event);
    else if (type !== 'channel') this.#count(channel, type === 'joined' ? 1 : -1);
  }

  /** @param {BoardEvent} event @param {Member[]} members */
  #onCreated({ channel, by }, members) {
    if (isDirect(channel)) this.#people.set(channel, members);
    this.#onThere(channel, isDirect(channel) ? undefined : by);
  }

  /** @param {BoardEvent} event */
  async #onJoined({ channel, by }) {
    if (await this.#fetch(channel)) this.#onThere(channel, by);
  }

  /** @param {string} channel @param {string} [by] */
  #onThere(channel, by) {
    this.#removedBy.delete(channel);
    this.handlers.onAppear(channel);
    this.#expected.get(channel)?.();
    if (by && by !== this.#me) this.handlers.onAdded(channel, by);
    this.store.changed();
  }

  /** @param {BoardEvent} event */
  #onLeft({ channel, by = '' }) {
    const title = this.store.title(channel);
    const loss = by === this.#me ? { title } : { title, by };
    this.#titles.set(channel, title);
    if (loss.by) this.#removedBy.set(channel, by);
    this.handlers.onGone(channel, loss);
    this.store.remove(channel);
  }

  get #me() {
    return this.session.person?.name;
  }

  /** @param {string} channel @param {1 | -1} by */
  #count(channel, by) {
    const info = this.store.channels.get(channel);
    if (info) this.store.channels.set(channel, { ...info, members: (info.members ?? 0) + by });
  }

  /** Adds a channel of which only an event was known. @param {string} name @returns {Promise<boolean>} if it is there */
  async #fetch(name) {
    const info = await this.#patiently(async () => (await readChannels()).channels.find((each) => each.name === name));
    if (info) this.store.add(info);
    return Boolean(info);
  }

  /** @template T @param {() => Promise<T>} request @returns {Promise<T>} its answer, however long that takes */
  async #patiently(request) {
    for (;;) {
      try {
        const answer = await request();
        this.#backoff.reset();
        return answer;
      } catch (error) {
        if (!(error instanceof Problem) || error.refused) throw error;
        await this.#pause.wait(error.pauseMs(this.#backoff));
      }
    }
  }

  /** The board lists how many people are in direct messages, but not who. */
  async #askForNames() {
    if (this.#asking || !this.session.person) return;
    this.#asking = true;
    for (let name = this.#nameless; name; name = this.#nameless) await this.#askForNamesIn(name);
    this.#asking = false;
  }

  get #nameless() {
    const names = [...this.store.channels.keys()].filter(isDirect);
    return names.find((name) => !this.#people.of(name) && !this.#refused.has(name));
  }

  /** @param {string} name */
  async #askForNamesIn(name) {
    try {
      const { members } = await this.#patiently(() => readMembers(name, { limit: DIRECT_LIMIT }));
      this.#people.set(name, members);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#refused.add(name);
    }
    this.store.changed();
  }

  /** @param {{ title: string, topic: string, members: string[] }} channel @returns {Promise<string>} its name, once it is there */
  async create(channel) {
    return this.#whenThere(await createChannel(channel, randomUuid()));
  }

  /** @param {string[]} people the others @returns {Promise<string>} the channel's name, once it is there */
  async direct(people) {
    return this.#whenThere(await openDirectMessages(people, randomUuid()));
  }

  /** @param {import('./api.js').ChannelInfo} channel that the board has accepted */
  async #whenThere({ name }) {
    if (!this.store.channels.has(name)) {
      await new Promise((resolve) => {
        this.#expected.set(name, () => resolve(undefined));
        setTimeout(resolve, PATIENCE_MS);
      });
      this.#expected.delete(name);
    }
    if (!this.store.channels.has(name)) await this.#fetch(name);
    return name;
  }
}
