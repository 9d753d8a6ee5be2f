import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { message } from './globals.js';

const { auditSentence, inWords } = await import('../../main/webapp/js/components/moderation-lists.js');
const { Pins } = await import('../../main/webapp/js/pins.js');

/** @type {((answer: object) => void)[]} */
let asked;
let pins;

beforeEach(() => {
  asked = [];
  globalThis.fetch = () => new Promise((resolve) => {
    asked.push((answer) => resolve(new Response(JSON.stringify(answer))));
  });
  pins = new Pins(() => {});
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** @param {...number} ns */
async function answer(...ns) {
  asked.shift()({ messages: ns.map((n) => message(n)) });
  await turn();
  await turn();
}

const event = (type, more) => ({ type, channel: 'general', position: 'e:9', ...more });

test('the pins of a channel are asked for when it is open, and again when one of them changes', async () => {
  pins.hear(event('pinned', { id: 'id-1' }));
  assert.equal(asked.length, 0);
  pins.load('general');
  await answer(2, 1);
  assert.deepEqual(pins.of('general').map(({ id }) => id), ['id-2', 'id-1']);
  assert.equal(pins.has(message(1)), true);
  for (const change of [event('pinned', { id: 'id-3' }), event('edited', { message: message(1) }), event('deleted', { message: message(2) })]) {
    pins.hear(change);
    assert.equal(asked.length, 1, change.type);
    await answer(2, 1);
  }
  for (const change of [event('edited', { message: message(7) }), event('reacted', { id: 'id-1' }), event('pinned', { channel: 'other', id: 'x' })]) {
    pins.hear(change);
    assert.equal(asked.length, 0, change.type);
  }
});

test('what changes while the pins are asked for is asked for again', async () => {
  pins.load('general');
  await answer(1);
  pins.hear(event('pinned', { id: 'id-2' }));
  pins.hear(event('unpinned', { id: 'id-1' }));
  assert.equal(asked.length, 1);
  await answer(2, 1);
  assert.equal(asked.length, 1);
  await answer(2);
  assert.deepEqual(pins.of('general').map(({ id }) => id), ['id-2']);
});

test('the audit trail is written in sentences, also what this page does not know', () => {
  const label = (/** @type {string} */ channel) => `#${channel}`;
  const sentence = (/** @type {string} */ type, /** @type {object} */ more) => auditSentence({ type, by: 'Mo', ...more }, label);
  assert.equal(sentence('deleted', { channel: 'dev', reason: 'spam' }), 'Mo deleted a message in #dev. Reason: spam');
  assert.equal(sentence('lifted', { name: 'Bob' }), 'Mo lifted the restriction of Bob.');
  assert.equal(sentence('closed', { outcome: 'dismissed' }), 'Mo dismissed a report.');
  assert.equal(sentence('channel', { channel: 'dev', topic: 'x', locked: true }), 'Mo set #dev: topic “x”, locked.');
  assert.equal(sentence('promoted', { channel: 'dev' }), 'Mo: promoted in #dev.');
  assert.equal(inWords({ kind: 'muted' }), 'muted without an end');
});
