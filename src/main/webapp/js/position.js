// @ts-check

/**
 * A position in the board's numbered stream of events, written "<epoch>:<n>".
 * Numbers can be compared only within one epoch.
 * @typedef {{ epoch: string, n: number }} Position
 */

/**
 * @param {string | null | undefined} text
 * @returns {Position | null}
 */
export function parsePosition(text) {
  const colon = text ? text.lastIndexOf(':') : -1;
  if (!text || colon < 0) return null;
  const n = Number(text.slice(colon + 1));
  return Number.isSafeInteger(n) ? { epoch: text.slice(0, colon), n } : null;
}

/** The epoch of messages that come from the archive. */
export const ARCHIVE = 'archive';

/** Archived messages are older than all others; with these numbers they are before them, in their own order. */
const ARCHIVE_START = -1e15;

/**
 * @param {string | undefined} text
 * @returns {number} what orders messages; 0 without a position
 */
export function orderOf(text) {
  const at = parsePosition(text);
  return at ? (at.epoch === ARCHIVE ? ARCHIVE_START : 0) + at.n : 0;
}

/** @param {string | undefined} cursor of a page, or the position of a message */
export const isArchived = (cursor) => Boolean(cursor?.startsWith(`${ARCHIVE}:`));

/** @param {Position} position */
export const formatPosition = ({ epoch, n }) => `${epoch}:${n}`;

/**
 * Whether there are events up to `other` that `mine` lacks.
 * @param {Position | null} mine
 * @param {Position | null} other
 */
export function isBehind(mine, other) {
  if (!other) return false;
  return !mine || mine.epoch !== other.epoch || mine.n < other.n;
}
