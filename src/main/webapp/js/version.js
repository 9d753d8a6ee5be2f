// @ts-check
import { now } from './clock.js';

const LONG_MS = 600_000;

const own = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name="version"]'))?.content;

/** @type {(() => void) | undefined} */
let listener;

/**
 * Checks whenever the tab is visible again after ten minutes.
 * @param {() => void} onNewer called once, when a check finds that the server has another version of the page
 */
export function watchVersion(onNewer) {
  listener = onNewer;
  let hiddenAt = document.hidden ? now() : Infinity;
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && now() - hiddenAt >= LONG_MS) void check();
    hiddenAt = document.hidden ? now() : Infinity;
  });
}

/** Compares this page with the one that the server has. A hidden tab waits until it is visible. */
export async function check() {
  if (document.hidden) {
    document.addEventListener('visibilitychange', check, { once: true });
    return;
  }
  const tag = await servedTag();
  if (!own || !tag || tag.includes(own)) return;
  listener?.();
  listener = undefined;
}

/** The version is a part of the page's tag. Nothing if the server cannot be asked. */
async function servedTag() {
  try {
    const response = await fetch('./', { method: 'HEAD', cache: 'no-store' });
    return response.ok ? response.headers.get('ETag') : null;
  } catch {
    return null;
  }
}
