// @ts-check

const SHORTCODE = /:[a-z0-9_+-]+:/u;
/** A message waits no longer than this for the names of the emoji. */
const PATIENCE_MS = 1_500;

/** @type {typeof import('./emoji.js') | undefined} */
let loaded;
let tried = false;

/** The names are loaded when somebody needs them for the first time. */
export async function loadEmoji() {
  return (loaded = await import('./emoji.js'));
}

/**
 * @param {string} text
 * @returns {string | Promise<unknown>} the text with emoji for their names, or a promise to wait for before asking again
 */
export function withEmoji(text) {
  if (loaded) return loaded.replaceShortcodes(text);
  if (tried || !SHORTCODE.test(text)) return text;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return Promise.race([loadEmoji().catch(() => undefined), patience]).then(() => (tried = true));
}
