import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, message } from './globals.js';

const { after, Changes } = await import('../../main/webapp/js/changes.js');

/** @type {string[]} */
let keys;

beforeEach(() => {
  forgetEverything();
  keys = [];
  globalThis.fetch = async (_, { headers }) => {
    keys.push(headers['Idempotency-Key']);
    return new Response('{}', { status: 202 });
  };
});

const open = () => new Changes({ changed() {}, onRead() {}, onFailed() {} });
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("a reaction is the reader's own in every tab of the browser", async () => {
  const [here, otherTab] = [open(), open()];
  here.toggleReaction(message(1), '👍', 'Ada');
  await turn();
  const event = { type: 'reacted', id: 'id-1', emoji: '👍', count: 1, event: keys[0] };
  for (const tab of [here, otherTab]) {
    const own = tab.settle(event);
    assert.deepEqual(after({ ...event, own }, message(1)).reactions, [{ emoji: '👍', count: 1, mine: true }]);
  }
});

test("somebody else's reaction is not", () => {
  const event = { type: 'reacted', id: 'id-1', emoji: '👍', count: 1, event: 'another' };
  assert.equal(open().settle(event), false);
  assert.equal(open().settle({ ...event, event: undefined }), false);
});
