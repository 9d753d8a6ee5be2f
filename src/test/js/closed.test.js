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
