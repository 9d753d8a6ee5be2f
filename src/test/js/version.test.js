// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

const OWN = '0123456789abcdef';
/** @type {string | null} */
let tag;
let ok = true;
let asked = 0;
let hidden = false;
/** @type {(() => void)[]} */
let waiting = [];
let now = 0;
mock.method(performance, 'now', () => now);

Object.assign(globalThis, {
  document: {
    querySelector: () => ({ content: OWN }),
    get hidden() {
      return hidden;
    },
    addEventListener: (/** @type {string} */ _, /** @type {() => void} */ listener) => waiting.push(listener),
  },
  fetch: async () => {
    asked++;
    if (tag === 'unreachable') throw new TypeError('no network');
    return { ok, headers: new Map([['ETag', tag]]) };
  },
});

const { check, watchVersion } = await import('../../main/webapp/js/version.js');

let newer = 0;

/** @type {() => void} */
let onVisibility;

beforeEach(() => {
  [tag, ok, hidden, waiting, newer, asked] = [`W/"${OWN}-1"`, true, false, [], 0, 0];
  watchVersion(() => newer++);
  onVisibility = waiting.splice(0)[0];
});

/** @param {number} ms */
function hideFor(ms) {
  hidden = true;
  onVisibility();
  now += ms;
  hidden = false;
  onVisibility();
}

test('the same version is no news', async () => {
  await check();
  assert.deepEqual([asked, newer], [1, 0]);
});

test('another version is news once', async () => {
  tag = 'W/"fedcba9876543210-1"';
  await check();
  await check();
  assert.equal(newer, 1);
});

test('a server that does not say its version says nothing', async () => {
  for (tag of [null, 'unreachable']) await check();
  [tag, ok] = ['W/"fedcba9876543210-1"', false];
  await check();
  assert.deepEqual([asked, newer], [3, 0]);
});

test('a hidden tab asks when it is visible', async () => {
  [hidden, tag] = [true, 'W/"fedcba9876543210-1"'];
  await check();
  assert.deepEqual([asked, waiting], [0, [check]]);
  hidden = false;
  await check();
  assert.deepEqual([asked, newer], [1, 1]);
});

test('a tab that is visible after ten minutes asks', () => {
  hideFor(599_999);
  assert.equal(asked, 0);
  hideFor(600_000);
  assert.equal(asked, 1);
  now += 600_000;
  onVisibility();
  assert.equal(asked, 1);
});
