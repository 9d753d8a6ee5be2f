// @ts-check
import { deleteMessage, editMessage, reactTo, readMessage } from './api.js';
import { persist, Problem } from './board-client.js';
import { recall, remember } from './memory.js';
import { Pause } from './pause.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').BoardEvent} BoardEvent */
/**
 * A change of a message that the board has yet to show. key: its idempotency key, which its event carries; apply: how
 * the message will look; draft: the text of an edit.
 * @typedef {{ key: string, id: string, apply: (message: Message) => Message, send: () => Promise<unknown>,
 *   draft?: string }} Change
 */
/**
 * @typedef {object} ChangeHandlers
 * @property {() => void} changed
 * @property {(message: Message) => void} onRead a message as it is on the board, after a change of it came to nothing
 * @property {(change: Change, reason: string) => void} onFailed  the message looks again as it did before
 */

/** This long after the server accepted a change, its event is overdue: the board may have decided against it. */
const OVERDUE_MS = 10_000;
/** So many keys are remembered for the browser's other tabs. */
const KEPT_KEYS = 50;
/** A deletion can be undone for this long. */
export const UNDO_MS = 6_000;

/** Edits, deletions and reactions on their way: shown at once, and taken back if the board does not accept them. */
export class Changes {
  /** @type {Map<string, Change>} by key, in the order they were made */
  #pending = new Map();
  /** @type {Map<string, number>} timers of the changes that can still be undone */
  #delayed = new Map();
  /** @type {Promise<unknown>} one after the other, so that a reaction and its withdrawal keep their order */
  #sending = Promise.resolve();
  #pause = new Pause();

  /** @param {ChangeHandlers} handlers */
  constructor(handlers) {
    this.handlers = handlers;
  }

  /** @param {Message} message @returns {Message} as it will be */
  shown(message) {
    let shown = message;
    for (const { id, apply } of this.#pending.values()) if (id === message.id) shown = apply(shown);
    return shown;
  }

  /** @param {Message} message @param {string} content */
  edit({ id, revision = 1 }, content) {
    const editedAt = new Date().toISOString();
    const apply = (/** @type {Message} */ message) => ({ ...message, content, editedAt });
    const change = this.#add(id, apply, (key) => editMessage(id, content, revision, key));
    this.#enqueue(Object.assign(change, { draft: content }));
  }

  /**
   * Deletes a message, but not at once, so that it can be undone.
   * @param {Message} message
   * @param {string} [reason] of a moderator
   * @returns {() => void} undoes it
   */
  remove({ id }, reason) {
    const by = reason === undefined ? {} : { deletedBy: /** @type {const} */ ('moderator'), reason };
    const apply = (/** @type {Message} */ message) => ({ ...message, content: '', deleted: true, ...by });
    const change = this.#add(id, apply, (key) => deleteMessage(id, key, reason));
    const timer = setTimeout(() => this.#enqueue(change), UNDO_MS);
    this.#delayed.set(change.key, timer);
    return () => {
      clearTimeout(timer);
      this.#delayed.delete(change.key);
      this.#pending.delete(change.key);
      this.handlers.changed();
    };
  }

  /** Sends what waits for an undo: the page is about to go. */
  flush() {
    for (const [key, timer] of this.#delayed) {
      clearTimeout(timer);
      const change = this.#pending.get(key);
      if (change) void this.#send(change);
    }
    this.#delayed.clear();
  }

  /** Adds the user's reaction, or withdraws it. @param {Message} message @param {string} emoji @param {string} author */
  toggleReaction(message, emoji, author) {
    const { id } = message;
    const on = !this.shown(message).reactions?.some((reaction) => reaction.emoji === emoji && reaction.mine);
    const apply = (/** @type {Message} */ shown) => withReaction(shown, emoji, on);
    this.#make(id, apply, (key) => reactTo(id, emoji, on, author, key));
  }

  /** @param {BoardEvent} event @returns {boolean} whether it is the user's own, made in any tab of this browser */
  settle({ event = '' }) {
    return this.#pending.delete(event) || (event !== '' && ownKeys().includes(event));
  }

  /** @param {string} id @param {Change['apply']} apply @param {(key: string) => Promise<unknown>} send */
  #make(id, apply, send) {
    this.#enqueue(this.#add(id, apply, send));
  }

  /** @param {string} id @param {Change['apply']} apply @param {(key: string) => Promise<unknown>} send @returns {Change} */
  #add(id, apply, send) {
    const key = randomUuid();
    const change = { key, id, apply, send: () => send(key) };
    this.#pending.set(key, change);
    remember('changes', [...ownKeys(), key].slice(-KEPT_KEYS));
    this.handlers.changed();
    return change;
  }

  /** @param {Change} change */
  #enqueue(change) {
    this.#delayed.delete(change.key);
    this.#sending = this.#sending.then(() => this.#send(change));
  }

  /** @param {Change} change */
  async #send(change) {
    try {
      // As long as the server's limits ask
      await persist(change.send, ({ tooFast }) => !tooFast, (ms) => this.#pause.wait(ms));
      setTimeout(() => void this.#checkOverdue(change), OVERDUE_MS);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#takeBack(change, error.message);
    }
  }

  /** @param {Change} change */
  async #checkOverdue(change) {
    if (!this.#pending.has(change.key)) return;
    const message = await readMessage(change.id).catch(() => null);
    if (!this.#pending.has(change.key)) return;
    if (message) this.handlers.onRead(message);
    this.#takeBack(change, 'Somebody else was quicker.');
  }

  /** @param {Change} change @param {string} reason */
  #takeBack(change, reason) {
    if (this.#pending.delete(change.key)) this.handlers.onFailed(change, reason);
    this.handlers.changed();
  }
}

/** @returns {string[]} the keys of the latest changes made in this browser */
function ownKeys() {
  return recall('changes') ?? [];
}

/** @param {Message} message @param {string} emoji @param {boolean} on @returns {Message} */
function withReaction(message, emoji, on) {
  const old = message.reactions?.find((reaction) => reaction.emoji === emoji);
  if (Boolean(old?.mine) === on) return message;
  return withCount(message, { emoji, count: (old?.count ?? 0) + (on ? 1 : -1), mine: on });
}

/** @param {Message} message @param {import('./api.js').Reaction} reaction with the new count @returns {Message} */
function withCount(message, { emoji, count, mine }) {
  const reactions = message.reactions ?? [];
  const known = reactions.some((each) => each.emoji === emoji);
  const changed = { emoji, count, ...(mine ? { mine } : {}) };
  const all = known ? reactions.map((each) => (each.emoji === emoji ? changed : each)) : [...reactions, changed];
  return { ...message, reactions: all.filter((each) => each.count > 0) };
}

/**
 * What an event makes of a message. The stream tells nobody what is their own: that stays as it was.
 * @param {BoardEvent & { own?: boolean }} event  own: made in this browser
 * @param {Message} message
 * @returns {Message}
 */
export function after({ type, message: changed, emoji = '', count = 0, own }, message) {
  if (changed) return { ...changed, mine: message.mine, reactions: withMine(changed.reactions, message.reactions) };
  const mine = message.reactions?.some((each) => each.emoji === emoji && each.mine);
  return withCount(message, { emoji, count, mine: own ? type === 'reacted' : mine });
}

/** @param {Message} root @param {Message} reply @returns {Message} */
export function withReply(root, { timestamp }) {
  return { ...root, replies: (root.replies ?? 0) + 1, lastReplyAt: timestamp };
}

/**
 * @param {import('./api.js').Reaction[] | undefined} reactions
 * @param {import('./api.js').Reaction[]} [former]
 */
function withMine(reactions, former = []) {
  return reactions?.map((each) => ({ ...each, mine: former.some(({ emoji, mine }) => mine && emoji === each.emoji) }));
}
