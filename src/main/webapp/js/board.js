// @ts-check
import { readMessage } from './api.js';
import { Problem } from './board-client.js';
import { recall, remember } from './memory.js';
import { isPrivate } from './names.js';
import { parsePosition } from './position.js';

/**
 * Whether this is the board that the browser remembers. A different board may be at the same address by now: every
 * developer's is at localhost:9080. A new epoch does not prove that, because a board also gets one when its view is
 * rebuilt; but a rebuilt board still has its old messages.
 * @param {import('./api.js').Page} page
 */
export async function isKnownBoard(page) {
  const known = recall('board');
  return !known || known.epoch === epochOf(page) || (await has(known.id));
}

/** @param {import('./api.js').Page} page the newest page of a channel */
export function rememberBoard(page) {
  const epoch = epochOf(page);
  // What only some may see can look as if it were gone
  const id = page.messages.find(({ channel }) => !isPrivate(channel))?.id ?? recall('board')?.id;
  remember('board', epoch && id ? { epoch, id } : undefined);
}

/** @param {import('./api.js').Page} page */
const epochOf = (page) => parsePosition(page.position)?.epoch;

/** @param {string} id */
async function has(id) {
  try {
    return Boolean(await readMessage(id));
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return false;
    throw error;
  }
}
