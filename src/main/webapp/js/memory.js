// @ts-check

// What this browser remembers of the board. Storage can be forbidden or full: then the page forgets, and works.
const PREFIX = 'message-board.';

/** @param {string} key */
export function recall(key) {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} key
 * @param {unknown} value undefined forgets the key
 */
export function remember(key, value) {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Nothing to do and nothing to tell: see above.
  }
}

/**
 * @param {string} start
 * @returns {any[]} the values of all keys with that start
 */
export function recallAll(start) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + start));
    return keys.map((key) => recall(key.slice(PREFIX.length))).filter((value) => value !== undefined);
  } catch {
    return [];
  }
}

/** @param {() => void} listener called when another tab has changed something */
export function onRemembered(listener) {
  addEventListener('storage', (event) => {
    if (!event.key || event.key.startsWith(PREFIX)) listener();
  });
}
