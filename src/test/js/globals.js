// What the page's modules expect of a browser, for tests that run without one.

/** @type {Map<string, string>} */
const stored = new Map();

export const localStorage = {
  getItem: (/** @type {string} */ key) => stored.get(key) ?? null,
  setItem: (/** @type {string} */ key, /** @type {string} */ value) => void stored.set(key, value),
  removeItem: (/** @type {string} */ key) => void stored.delete(key),
};

// Node has it from version 21 on
globalThis.navigator ??= /** @type {any} */ ({ languages: ['en-GB'] });
Object.assign(globalThis, {
  document: { baseURI: 'http://localhost/', addEventListener() {}, hidden: false, documentElement: { dataset: {} } },
  addEventListener() {},
  requestAnimationFrame: setImmediate,
  location: { hash: '' },
  localStorage: new Proxy(localStorage, {
    ownKeys: () => [...stored.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }),
});

/**
 * Replaces setTimeout for a test.
 * @param {import('node:test').TestContext} t
 * @returns {(ms: number) => boolean} ends the pauses of exactly this length; whether there was one
 */
export function holdTimers(t) {
  const { setTimeout } = globalThis;
  /** @type {{ run: () => void, ms: number }[]} */
  let timers = [];
  Object.assign(globalThis, { setTimeout: (/** @type {() => void} */ run, ms = 0) => timers.push({ run, ms }) });
  t.after(() => Object.assign(globalThis, { setTimeout }));
  return (ms) => {
    const due = timers.filter((timer) => timer.ms === ms);
    timers = timers.filter((timer) => timer.ms !== ms);
    due.forEach(({ run }) => run());
    return due.length > 0;
  };
}

export const forgetEverything = () => stored.clear();

/**
 * @param {number} n
 * @param {Partial<import('../../main/webapp/js/api.js').Message>} [fields]
 */
export const message = (n, fields) => ({
  position: `e:${n}`,
  id: `id-${n}`,
  channel: 'general',
  author: 'Ada',
  content: `message ${n}`,
  timestamp: new Date(1_750_000_000_000 + n * 1_000).toISOString(),
  ...fields,
});

/**
 * A page of history with the messages from..to, newest first.
 * @param {number} from
 * @param {number} to
 * @param {{ next?: string, newer?: string }} [cursors]
 */
export const page = (from, to, cursors = {}) => ({
  messages: Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => message(to - i)),
  position: 'e:5000',
  ...cursors,
});

/**
 * Stops all timers.
 * @returns {(ms: number) => Promise<void>} lets time pass, and runs those that are due
 */
export function stopTime() {
  let time = 0;
  /** @type {Set<{ at: number, every?: number, run: () => void }>} */
  const timers = new Set();
  /** @type {(run: () => void, ms: number, every?: number) => any} */
  const add = (run, ms, every) => void timers.add({ at: time + ms, every, run });
  Object.assign(globalThis, { setTimeout: add, setInterval: (/** @type {any} */ run, /** @type {number} */ ms) => add(run, ms, ms) });
  performance.now = () => time;
  return async (ms) => {
    for (const end = time + ms; time < end; time += 500) {
      for (const timer of [...timers].filter(({ at }) => at <= time)) {
        if (timer.every) timer.at += timer.every;
        else timers.delete(timer);
        timer.run();
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
}
