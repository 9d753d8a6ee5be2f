import assert from 'node:assert/strict';
import { test } from 'node:test';
import './globals.js';

const { closedBy } = await import('../../main/webapp/js/closed.js');
const { session } = await import('../../main/webapp/js/session.js');

test('in an open channel everybody writes', () => {
  assert.deepEqual(closedBy(undefined), { note: '', mayReact: true });
  assert.deepEqual(closedBy({ kind: 'open' }), { note: '', mayReact: true });
});

test('in an archived channel nobody writes or reacts', () => {
  session.become({ id: 'm', name: 'Mo', roles: ['reader', 'poster', 'moderator'] });
  assert.match(closedBy({ archived: true }).note, /archived/);
  assert.equal(closedBy({ archived: true }).mayReact, false);
});

test('in a channel for announcements moderators write, and everybody reacts', () => {
  session.become({ id: 'a', name: 'Ada', roles: ['reader', 'poster'] });
  assert.match(closedBy({ kind: 'announcement' }).note, /Only moderators post/);
  assert.equal(closedBy({ kind: 'announcement' }).mayReact, true);
  session.become({ id: 'm', name: 'Mo', roles: ['reader', 'poster', 'moderator'] });
  assert.equal(closedBy({ kind: 'announcement' }).note, '');
});

const ADA = { id: 'a', name: 'Ada', roles: ['reader', 'poster'] };

test('in a locked channel moderators write, and nobody else reacts', () => {
  session.become(ADA);
  assert.match(closedBy({ locked: true }).note, /locked/);
  assert.equal(closedBy({ locked: true }).mayReact, false);
  session.become({ ...ADA, roles: ['reader', 'poster', 'moderator'] });
  assert.equal(closedBy({ locked: true }).note, '');
});

test('who is muted is told why, and until when, until it is over', () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  session.become(ADA, { kind: 'muted', until, reason: 'Too loud' });
  assert.match(closedBy({}).note, /^You are muted until .*: Too loud$/);
  assert.equal(closedBy({}).mayReact, false);
  session.become(ADA, { kind: 'muted', reason: 'Too loud' });
  assert.equal(closedBy({}).note, 'You are muted: Too loud');
  session.become(ADA, { kind: 'muted', until: '2020-01-01T00:00:00Z', reason: 'Too loud' });
  assert.equal(closedBy({}).note, '');
});
