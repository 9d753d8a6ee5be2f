// @ts-check
import { dayKey, dayName } from './time.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./outbox.js').Outgoing} Outgoing */
/**
 * One row of the conversation. `shape` changes exactly when the row must be redrawn.
 * @typedef {{ key: string, shape: string, kind: 'day' | 'unseen', label: string }
 *   | { key: string, shape: string, kind: 'message', message: Shown, grouped: boolean, highlighted: boolean,
 *       status: string, failure: string, root?: Shown }} Row  root: the message that this one replies to
 */
/** @typedef {Message | (Outgoing & Partial<Message>)} Shown */
/**
 * outgoing: messages not on the board yet, shown last; delivered: ids of the user's own messages that have arrived;
 * firstNew: id of the message below the "New" line; highlighted: id of the message that the reader asked for; rootOf:
 * the message that another replies to, if that is to be shown
 * @typedef {{ outgoing: Outgoing[], delivered: Set<string>, firstNew?: string, highlighted?: string,
 *   rootOf: (message: Shown) => Shown | undefined }} Marks
 */

const GROUP_MS = 5 * 60_000;

/**
 * @param {Message[]} messages oldest first
 * @param {Marks} marks
 * @returns {Row[]}
 */
export function timeline(messages, marks) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Shown | null} */
  let previous = null;
  let previousDay = '';
  for (const message of [...messages, ...marks.outgoing]) {
    const day = dayKey(new Date(message.timestamp));
    const breaks = breaksBefore(message, day !== previousDay, marks);
    rows.push(...breaks, messageRow(message, breaks.length === 0 && continues(message, previous), marks));
    previous = message;
    previousDay = day;
  }
  return rows;
}

/** @param {Shown} message @param {boolean} newDay @param {Marks} marks @returns {Row[]} */
function breaksBefore(message, newDay, { firstNew }) {
  /** @type {Row[]} */
  const breaks = [];
  if (newDay) {
    const label = dayName(new Date(message.timestamp));
    breaks.push({ key: `day before ${message.id}`, shape: label, kind: 'day', label });
  }
  if (message.id === firstNew) breaks.push({ key: 'unseen', shape: '', kind: 'unseen', label: 'New' });
  return breaks;
}

/** @param {Shown} message @param {boolean} grouped @param {Marks} marks @returns {Row} */
function messageRow(message, grouped, { outgoing: unsent, delivered, highlighted, rootOf }) {
  const outgoing = 'status' in message ? message : null;
  const status = outgoing?.status ?? (delivered.has(message.id) ? 'delivered' : '');
  const root = rootOf(message);
  // Its author is still changing what was delivered under its key
  const changed = !outgoing && unsent.some(({ key }) => key === message.id);
  return {
    key: outgoing?.key ?? (changed ? `delivered ${message.id}` : message.id),
    shape: [grouped, message.id === highlighted, status, versionOf(message), root ? versionOf(root) : ''].join(' '),
    kind: 'message',
    message,
    grouped: grouped && !root,
    highlighted: message.id === highlighted,
    status,
    failure: outgoing?.failure ?? '',
    root,
  };
}

let versions = 0;
/** @type {WeakMap<object, number>} */
const known = new WeakMap();

/** A message that changes is replaced by another object, so each object is one version. @param {Shown} message */
function versionOf(message) {
  const version = known.get(message) ?? ++versions;
  known.set(message, version);
  return version;
}

/** @param {Shown} message @param {Shown | null} previous */
function continues(message, previous) {
  if (!previous || previous.author !== message.author || previous.deleted) return false;
  if (Boolean(previous.bot) !== Boolean(message.bot)) return false;
  return Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_MS;
}
