// @ts-check
import { dayKey, dayName } from './time.js';

/** @typedef {import('./api.js').Message} Message */
/** @typedef {import('./outbox.js').Outgoing} Outgoing */
/** @typedef {{ id: string, author: string, content: string, timestamp: string }} Shown */
/**
 * One row of the conversation. `shape` changes exactly when the row must be redrawn.
 * @typedef {{ key: string, shape: string, kind: 'day' | 'unseen', label: string }
 *   | { key: string, shape: string, kind: 'message', message: Shown, grouped: boolean, status: string, failure: string }} Row
 */

const GROUP_MS = 5 * 60_000;

/**
 * @param {Message[]} messages oldest first
 * @param {Outgoing[]} outgoing messages not on the board yet, shown last
 * @param {Set<string>} delivered ids of the user's own messages that have arrived
 * @param {string | undefined} firstUnseen id of the message below the "New" line
 * @returns {Row[]}
 */
export function timeline(messages, outgoing, delivered, firstUnseen) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Shown | null} */
  let previous = null;
  for (const message of [...messages, ...outgoing]) {
    const breaks = breaksBefore(message, previous, firstUnseen);
    rows.push(...breaks, messageRow(message, breaks.length === 0 && continues(message, previous), delivered));
    previous = message;
  }
  return rows;
}

/** @param {Shown} message @param {Shown | null} previous @param {string | undefined} firstUnseen @returns {Row[]} */
function breaksBefore(message, previous, firstUnseen) {
  /** @type {Row[]} */
  const breaks = [];
  const date = new Date(message.timestamp);
  if (!previous || dayKey(new Date(previous.timestamp)) !== dayKey(date)) {
    const label = dayName(date);
    breaks.push({ key: `day before ${message.id}`, shape: label, kind: 'day', label });
  }
  if (message.id === firstUnseen) breaks.push({ key: 'unseen', shape: '', kind: 'unseen', label: 'New' });
  return breaks;
}

/** @param {Message | Outgoing} message @param {boolean} grouped @param {Set<string>} delivered @returns {Row} */
function messageRow(message, grouped, delivered) {
  const { status, failure } = 'status' in message ? message : { status: delivered.has(message.id) ? 'delivered' : '' };
  const shape = `${grouped} ${status} ${failure ?? ''} ${message.timestamp}`;
  return { key: message.id, shape, kind: 'message', message, grouped, status, failure: failure ?? '' };
}

/** @param {Shown} message @param {Shown | null} previous */
function continues(message, previous) {
  if (!previous || previous.author !== message.author) return false;
  return Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_MS;
}
