import assert from 'node:assert/strict';
import { test } from 'node:test';
import './globals.js';

const { Session } = await import('../../main/webapp/js/session.js');

const ADA = { id: 'a', name: 'Ada', roles: ['reader', 'poster'] };

test('guests may do everything, and are nobody', () => {
  const session = new Session({ auth: 'guest', read: 'public' });
  assert.equal(session.mode, 'guest');
  assert.equal(session.mayRead && session.may('poster') && session.may('moderator'), true);
  assert.equal(session.who, undefined);
});

test('a page that the server has not filled in is for guests', () => {
  const session = new Session({ auth: '{auth}', read: '{read}' });
  assert.equal(session.mode, 'guest');
  assert.equal(session.mayRead, true);
});

test('who is signed in may do what their roles say', () => {
  const session = new Session({ auth: 'oidc', read: 'signed-in' });
  assert.deepEqual([session.mayRead, session.may('poster')], [false, false]);
  session.become(ADA);
  assert.deepEqual([session.mayRead, session.may('poster'), session.may('moderator')], [true, true, false]);
  session.become({ ...ADA, roles: [] });
  assert.deepEqual([session.mayRead, session.may('poster')], [false, false]);
});

test('whose session has ended may write on, but not read on', () => {
  const session = new Session({ auth: 'oidc', read: 'signed-in' });
  session.become(ADA);
  assert.equal(session.former, null);
  session.become(null);
  session.become(null);
  assert.equal(session.former, ADA);
  assert.equal(session.who, 'a');
  assert.deepEqual([session.may('poster'), session.mayRead], [true, false]);
  session.become({ ...ADA, id: 'b' });
  assert.equal(session.former, null);
  assert.equal(session.who, 'b');
});

test('who is banned may do nothing until it is over', () => {
  const session = new Session({ auth: 'oidc', read: 'public' });
  session.become(ADA);
  session.become(null, { kind: 'banned', reason: 'Spam' });
  assert.deepEqual([session.isBanned, session.mayRead, session.may('poster')], [true, false, false]);
  session.become(null, { kind: 'banned', until: '2020-01-01T00:00:00Z', reason: 'Spam' });
  assert.deepEqual([session.isBanned, session.mayRead, session.may('poster')], [false, true, true]);
});
