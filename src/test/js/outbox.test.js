import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { forgetEverything, holdTimers, message } from './globals.js';

const { Outbox } = await import('../../main/webapp/js/outbox.js');

/** @type {{ key: string, content: string, answer: (status: number, body?: object) => void, fail: () => void }[]} */
let posts;
let session;
let outbox;

beforeEach(() => {
  forgetEverything();
  posts = [];
  globalThis.fetch = (_, { headers, body }) =>
    new Promise((resolve, reject) => {
      const key = headers['Idempotency-Key'];
      const answer = (status, answered = { id: key }, headers = {}) =>
        resolve(new Response(JSON.stringify(answered), { status, headers }));
      posts.push({ key, content: JSON.parse(body).content, answer, fail: () => reject(new TypeError('away')) });
    });
  session = {};
  outbox = open();
});

const open = () => new Outbox(session, { has: () => false, changed() {} });
const write = (content) => outbox.send({ author: 'Ada', content, channel: 'general' });
const shown = () => outbox.entriesOf('general').map(({ content, status }) => `${content} ${status}`);
const turn = () => new Promise((resolve) => setImmediate(resolve));
const sentContents = () => posts.map(({ content }) => content);

test('messages go out one after the other, in the order in which they were written', async () => {
  ['one', 'two'].forEach(write);
  await turn();
  assert.deepEqual(sentContents(), ['one']);
  posts[0].answer(202);
  await turn();
  assert.deepEqual(sentContents(), ['one', 'two']);
  assert.deepEqual(shown(), ['one sent', 'two sending']);
});

test('while the first cannot be sent the others wait, and then all go out in their order and under their keys', async () => {
  ['one', 'two', 'three'].forEach(write);
  await turn();
  posts[0].fail();
  await turn();
  assert.deepEqual(shown(), ['one waiting', 'two sending', 'three sending']);
  outbox.sendNow();
  for (const i of [1, 2, 3]) {
    await turn();
    posts[i].answer(202);
  }
  await turn();
  assert.deepEqual(sentContents(), ['one', 'one', 'two', 'three']);
  assert.equal(posts[0].key, posts[1].key);
  assert.deepEqual(shown(), ['one sent', 'two sent', 'three sent']);
});

test('a refused message does not hold up the others', async () => {
  ['bad', 'good'].forEach(write);
  await turn();
  posts[0].answer(422, { detail: 'No.' });
  await turn();
  posts[1].answer(202);
  await turn();
  assert.deepEqual(shown(), ['bad refused', 'good sent']);
});

test('whoever writes too fast waits as long as the server says, and then goes on in order under the same keys', async (t) => {
  const endPause = holdTimers(t);
  ['one', 'two'].forEach(write);
  await turn();
  // However often it was refused before
  for (const i of [0, 1, 2, 3, 4]) {
    posts[i].answer(429, { detail: 'You are posting too fast. Try again in 2 s.' }, { 'Retry-After': '2' });
    await turn();
    assert.deepEqual(shown(), ['one waiting', 'two sending']);
    assert.equal(posts.length, i + 1);
    assert.equal(endPause(2_000), true);
    await turn();
  }
  for (const i of [5, 6]) {
    posts[i].answer(202);
    await turn();
  }
  assert.deepEqual(sentContents(), ['one', 'one', 'one', 'one', 'one', 'one', 'two']);
  assert.equal(new Set(posts.map(({ key }) => key)).size, 2);
  assert.deepEqual(shown(), ['one sent', 'two sent']);
});

test('while the server is away, messages wait at least as long as it asks', async (t) => {
  const endPause = holdTimers(t);
  write('one');
  await turn();
  posts[0].answer(503, { detail: 'Away.' }, { 'Retry-After': '7' });
  await turn();
  assert.equal(posts.length, 1);
  assert.equal(endPause(7_000), true);
  await turn();
  assert.equal(posts.length, 2);
});

test('a discarded message comes back to its place', async () => {
  ['one', 'two', 'three'].forEach(write);
  const [, two] = outbox.entriesOf('general');
  const discarded = outbox.discard(two.key);
  assert.deepEqual(shown(), ['one sending', 'three sending']);
  outbox.restore(discarded);
  assert.deepEqual(shown(), ['one sending', 'two sending', 'three sending']);
});

test('a message that was edited goes out under the same key; delivered before, it stays as another one', async () => {
  write('frist');
  await turn();
  posts[0].fail();
  await turn();
  const [{ key, id }] = outbox.entriesOf('general');
  outbox.hold(key);
  outbox.sendNow();
  await turn();
  assert.equal(posts.length, 1);
  outbox.release(key, 'first');
  await turn();
  assert.deepEqual(sentContents(), ['frist', 'first']);
  assert.equal(posts[1].key, posts[0].key);
  outbox.settle(message(1, { id, content: 'frist' }));
  assert.deepEqual(shown(), ['first refused']);
  assert.notEqual(outbox.entriesOf('general')[0].post, posts[0].key);
});

test('what arrives on the board is settled once', async () => {
  write('one');
  await turn();
  posts[0].answer(202);
  await turn();
  const [{ id }] = outbox.entriesOf('general');
  assert.equal(outbox.settle(message(1, { id, content: 'one' })), true);
  assert.equal(outbox.settle(message(1, { id, content: 'one' })), false);
  assert.deepEqual(shown(), []);
  assert.equal(outbox.delivered.has(id), true);
});

test('after a reload it goes on in the same order, once the board is known', async () => {
  ['one', 'two'].forEach(write);
  await turn();
  outbox = open();
  assert.deepEqual(shown(), ['one sending', 'two sending']);
  write('three');
  await turn();
  assert.equal(posts.length, 1);
  outbox.resume();
  for (const i of [1, 2, 3]) {
    await turn();
    posts[i].answer(202);
  }
  assert.deepEqual(sentContents(), ['one', 'one', 'two', 'three']);
});

test('nothing goes by itself to a board for which it was not written', async () => {
  write('for the former board');
  await turn();
  outbox = open();
  outbox.park();
  outbox.resume();
  await turn();
  assert.deepEqual(shown(), ['for the former board failed']);
  assert.equal(posts.length, 1);
  outbox.retry(outbox.entriesOf('general')[0].key);
  await turn();
  assert.equal(posts.length, 2);
});

test('nothing goes out under the name of another person, who does not see it either', async () => {
  session.who = 'ada';
  write('by Ada');
  await turn();
  posts[0].fail();
  await turn();
  session.who = 'ben';
  outbox.sendNow();
  await turn();
  assert.deepEqual(shown(), []);
  write('by Ben');
  await turn();
  assert.deepEqual(sentContents(), ['by Ada', 'by Ben']);
  posts[1].answer(202);
  await turn();
  outbox = open();
  outbox.resume();
  await turn();
  assert.equal(posts.length, 2);
  session.who = 'ada';
  outbox.sendNow();
  await turn();
  assert.deepEqual(sentContents(), ['by Ada', 'by Ben', 'by Ada']);
});
