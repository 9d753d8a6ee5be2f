// @ts-check
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const OWN = '0123456789abcdef';
/** @type {string | null} */
let tag;
let ok = true;
let asked = 0;
let hidden = false;
/** @type {(() => void)[]} */
let waiting = [];

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

beforeEach(() => {
  [tag, ok, hidden, waiting, newer, asked] = [`W/"${OWN}-1"`, true, false, [], 0, 0];
  watchVersion(() => newer++);
});

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
