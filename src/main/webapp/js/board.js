// @ts-check
import { Problem, readMessage } from './api.js';
import { recall, remember } from './memory.js';
import { parsePosition } from './position.js';

/**
 * Whether the board that has answered is the one that this browser remembers. Another may stand at the same address by
 * now: every developer's is at localhost:9080. A new epoch alone does not tell, since the same board gets one when its
 * view was rebuilt; but then a message that it had is there again.
 * @param {import('./api.js').Page} page
 */
export async function isKnownBoard(page) {
  const known = recall('board');
  return !known || known.epoch === epochOf(page) || (await has(known.id));
}

/** @param {import('./api.js').Page} page the newest of a channel */
export function rememberBoard(page) {
  const epoch = epochOf(page);
  const id = page.messages[0]?.id ?? recall('board')?.id;
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
