// @ts-check

/** This board's path on its origin. Boards at other paths share nothing with it. */
export const BOARD_PATH = new URL('.', document.baseURI).pathname;

// What this browser remembers about the board. If storage is blocked or full, the page works without it.
const PREFIX = `message-board ${BOARD_PATH} `;
/** All boards of an origin once shared these keys. The first board opened there takes them over. */
const FORMER_PREFIX = 'message-board.';

adoptFormerKeys();

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
    // The page works without storage: see above.
  }
}

/**
 * @param {string} start
 * @returns {any[]} the values of all keys that begin with it
 */
export function recallAll(start) {
  return keysFrom(PREFIX + start)
    .map((key) => recall(key.slice(PREFIX.length)))
    .filter((value) => value !== undefined);
}

/** @param {string} start forgets all keys that begin with it */
export function forgetAll(start) {
  keysFrom(PREFIX + start).forEach((key) => remember(key.slice(PREFIX.length), undefined));
}

/** @param {() => void} listener called when another tab has changed a value */
export function onRemembered(listener) {
  addEventListener('storage', (event) => {
    if (!event.key || event.key.startsWith(PREFIX)) listener();
  });
}

/** Values that are read at every turn: kept in memory, also where storage is blocked, until another tab changes one. */
export class Remembered {
  /** @type {Map<string, any>} */
  #known = new Map();

  /** @param {string} start of all keys @param {() => void} changed called after a change in another tab */
  constructor(start, changed) {
    this.start = start;
    onRemembered(() => {
      this.#known.clear();
      changed();
    });
  }

  /** @param {string} key */
  of(key) {
    if (!this.#known.has(key)) this.#known.set(key, recall(this.start + key));
    return this.#known.get(key);
  }

  /** @param {string} key @param {unknown} value undefined forgets the key */
  set(key, value) {
    this.#known.set(key, value);
    remember(this.start + key, value);
  }

  forget() {
    this.#known.clear();
    forgetAll(this.start);
  }
}

/** @param {string} start */
function keysFrom(start) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}

function adoptFormerKeys() {
  try {
    for (const key of keysFrom(FORMER_PREFIX)) {
      const text = localStorage.getItem(key);
      const own = PREFIX + key.slice(FORMER_PREFIX.length);
      if (text !== null && localStorage.getItem(own) === null) localStorage.setItem(own, text);
      localStorage.removeItem(key);
    }
  } catch {
    // Storage is full: the remaining keys stay where they are until the next visit.
  }
}
