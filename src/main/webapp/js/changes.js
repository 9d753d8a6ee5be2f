// @ts-check
import { deleteMessage, editMessage, Problem, reactTo, readMessage } from './api.js';
import { randomUuid } from './uuid.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./api.js').BoardEvent} BoardEvent */
/**
 * A change of a message that the board has yet to show. key: its idempotency key, which its event carries; apply: how
 * the message will look.
 * @typedef {{ key: string, id: string, apply: (message: Message) => Message, send: () => Promise<unknown> }} Change
 */
/**
 * @typedef {object} ChangeHandlers
 * @property {() => void} changed
 * @property {(message: Message) => void} onRead a message as it is on the board, after a change of it came to nothing
 * @property {(change: Change, reason: string) => void} onFailed
 */

/** This long after the server accepted a change, its event is overdue: the board may have decided against it. */
const OVERDUE_MS = 10_000;

/** Edits, deletions and reactions on their way: shown at once, and taken back if the board does not accept them. */
export class Changes {
  /** @type {Map<string, Change>} by key, in the order they were made */
  #pending = new Map();
  /** @type {Promise<unknown>} one after the other, so that a reaction and its withdrawal keep their order */
  #sending = Promise.resolve();

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

  /** @param {string} id @returns {boolean} */
  isPending(id) {
    return [...this.#pending.values()].some((change) => change.id === id);
  }

  /** @param {Message} message @param {string} content */
  edit({ id, revision = 1 }, content) {
    this.#make(id, (message) => ({ ...message, content, editedAt: message.editedAt ?? new Date().toISOString() }),
      (key) => editMessage(id, content, revision, key));
  }

  /** @param {Message} message */
  remove({ id }) {
    this.#make(id, (message) => ({ ...message, content: '', deleted: true }), (key) => deleteMessage(id, key));
  }

  /** Adds the user's reaction, or withdraws it. @param {Message} message @param {string} emoji @param {string} author */
  toggleReaction(message, emoji, author) {
    const { id } = message;
    const on = !this.shown(message).reactions?.some((reaction) => reaction.emoji === emoji && reaction.mine);
    this.#make(id, (shown) => withReaction(shown, emoji, on), (key) => reactTo(id, emoji, on, author, key));
  }

  /** @param {BoardEvent} event @returns {boolean} whether it is the user's own, made on this page */
  settle({ event = '' }) {
    return this.#pending.delete(event);
  }

  /** @param {string} id @param {Change['apply']} apply @param {(key: string) => Promise<unknown>} send */
  #make(id, apply, send) {
    const key = randomUuid();
    const change = { key, id, apply, send: () => send(key) };
    this.#pending.set(key, change);
    this.handlers.changed();
    this.#sending = this.#sending.then(() => this.#send(change));
  }

  /** @param {Change} change */
  async #send(change) {
    try {
      await change.send();
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

/** @param {Message} message @param {string} emoji @param {boolean} on @returns {Message} */
function withReaction(message, emoji, on) {
  const others = message.reactions ?? [];
  const old = others.find((reaction) => reaction.emoji === emoji);
  if (Boolean(old?.mine) === on) return message;
  return setReaction(message, { emoji, count: (old?.count ?? 0) + (on ? 1 : -1), mine: on });
}

/**
 * @param {Message} message
 * @param {import('./api.js').Reaction} reaction with the new count
 * @returns {Message}
 */
export function setReaction(message, { emoji, count, mine }) {
  const reactions = message.reactions ?? [];
  const known = reactions.some((each) => each.emoji === emoji);
  const changed = { emoji, count, ...(mine ? { mine } : {}) };
  const all = known ? reactions.map((each) => (each.emoji === emoji ? changed : each)) : [...reactions, changed];
  return { ...message, reactions: all.filter((each) => each.count > 0) };
}
