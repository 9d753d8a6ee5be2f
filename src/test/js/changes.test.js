import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, holdTimers, message } from './globals.js';

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

/** Changes whose requests the test answers. */
function held() {
  const [requests, failures] = [[], []];
  globalThis.fetch = (url, { headers }) =>
    new Promise((resolve) => {
      const answer = (status, more = {}) => resolve(new Response('{"detail":"No."}', { status, headers: more }));
      requests.push({ url, key: headers['Idempotency-Key'], answer });
    });
  const onFailed = (_, reason) => failures.push(reason);
  return { requests, failures, changes: new Changes({ changed() {}, onRead() {}, onFailed }) };
}

const emoji = ({ reactions = [] }) => reactions.map((each) => each.emoji);

test('a change that comes too fast stays, and is sent again when the server says, before the next one', async (t) => {
  const { changes, requests, failures } = held();
  const endPause = holdTimers(t);
  changes.toggleReaction(message(1), 'a', 'Ada');
  changes.toggleReaction(message(1), 'b', 'Ada');
  await turn();
  requests[0].answer(429, { 'Retry-After': '3' });
  await turn();
  assert.equal(requests.length, 1);
  assert.equal(endPause(3_000), true);
  await turn();
  requests[1].answer(202);
  await turn();
  assert.equal(requests[1].key, requests[0].key);
  assert.match(requests[2].url, /\/b$/);
  assert.deepEqual(emoji(changes.shown(message(1))), ['a', 'b']);
  assert.deepEqual(failures, []);
});

test('a change that is refused is taken back', async () => {
  const { changes, requests, failures } = held();
  changes.toggleReaction(message(1), 'a', 'Ada');
  await turn();
  requests[0].answer(409);
  await turn();
  assert.deepEqual(failures, ['No.']);
  assert.deepEqual(emoji(changes.shown(message(1))), []);
});
