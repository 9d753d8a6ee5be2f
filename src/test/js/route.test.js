import assert from 'node:assert/strict';
import { test } from 'node:test';
import './globals.js';

const { hashByAuthor, hashOf, parsePlace } = await import('../../main/webapp/js/route.js');

const ID = '0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10';

test('an address names a channel, and perhaps a message of it', () => {
  assert.deepEqual(parsePlace(hashOf('design-review')), { channel: 'design-review' });
  assert.deepEqual(parsePlace(hashOf('messages', ID)), { channel: 'messages', messageId: ID });
  assert.deepEqual(parsePlace(`#/c/General/${ID.toUpperCase()}`), { channel: 'general', messageId: ID });
});

test('an address may name an author of a channel', () => {
  for (const author of ['Ada', 'Ada / Ben', '50 % off', '#1']) {
    assert.deepEqual(parsePlace(hashByAuthor('general', author)), { channel: 'general', author });
  }
});

test('without a hash it is the default channel', () => {
  for (const hash of ['', '#', '#/']) assert.deepEqual(parsePlace(hash), { channel: 'general' });
});

test('links of earlier versions are the name alone', () => {
  for (const name of ['messages', 'main', 'send', 'c']) assert.deepEqual(parsePlace(`#${name}`), { channel: name });
});

test('everything else is an unknown address', () => {
  for (const path of ['/c/', '/c/a_b', `/c/general/${ID}/more`, '/c/general/17', '/x/general', 'c/general', 'a b', '%', '/c']) {
    assert.deepEqual(parsePlace(`#${path}`), { unknown: path });
  }
  assert.deepEqual(parsePlace('#%3Cimg%20src%3Dx%3E'), { unknown: '<img src=x>' });
});
