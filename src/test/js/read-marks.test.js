import assert from 'node:assert/strict';
import { test } from 'node:test';
import { page } from './globals.js';

const { ChannelLog } = await import('../../main/webapp/js/channel-log.js');
const { firstAfter, markAt } = await import('../../main/webapp/js/read-marks.js');

/** Of 300 messages. */
function windowOf(from, to, cursors, behind) {
  const log = new ChannelLog('general');
  log.begin(page(from, to, cursors), behind);
  return log;
}

test('the first unread message follows the last one read', () => {
  const log = windowOf(201, 300, { next: 'e:201' });
  assert.equal(firstAfter(log, { count: 250, id: 'id-250' }, 300), 50);
  assert.equal(firstAfter(log, { count: 300, id: 'id-300' }, 300), 100);
});

test('without the id it is found by the count, as long as the window is live', () => {
  assert.equal(firstAfter(windowOf(201, 300, { next: 'e:201' }), { count: 290 }, 300), 90);
  assert.equal(firstAfter(windowOf(101, 200, { next: 'e:101', newer: 'e:200' }), { count: 150 }, 300), -1);
});

test('it is unknown while it is before the window', () => {
  const log = windowOf(201, 300, { next: 'e:201' });
  assert.equal(firstAfter(log, { count: 100, id: 'id-100' }, 300), -1);
  assert.equal(firstAfter(log, { count: 200 }, 300), -1);
});

test('in a channel of which nothing was read it is the very first message', () => {
  assert.equal(firstAfter(windowOf(1, 100, { newer: 'e:100' }), { count: 0 }, 300), 0);
  assert.equal(firstAfter(windowOf(1, 300), { count: 0 }, 300), 0);
});

test('without the id it is found by the position as well', () => {
  const elsewhere = windowOf(101, 200, { next: 'e:101', newer: 'e:200' });
  assert.equal(firstAfter(elsewhere, { count: 150, at: 'e:150' }, 300), 50);
  assert.equal(firstAfter(elsewhere, { count: 300, at: 'e:300' }, 300), 100);
  assert.equal(firstAfter(elsewhere, { count: 50, at: 'e:50' }, 300), -1);
  assert.equal(firstAfter(elsewhere, { count: 150, at: 'f:150' }, 300), -1);
});

test('it is the first of a window that was loaded from the position read', () => {
  const log = windowOf(151, 250, { next: 'e:151', newer: 'e:250' }, 'e:150');
  assert.equal(firstAfter(log, { count: 150, at: 'e:150' }, 300), 0);
  log.addOlder(page(51, 150));
  assert.equal(firstAfter(log, { count: 150, at: 'e:150' }, 300), 100);
});

test('a mark counts all messages up to its own', () => {
  const live = windowOf(201, 300, { next: 'e:201' });
  assert.deepEqual(markAt(live, 99, { count: 0 }, 300), { id: 'id-300', at: 'e:300', count: 300 });
  assert.deepEqual(markAt(live, 9, { count: 0 }, 300), { id: 'id-210', at: 'e:210', count: 210 });
  const elsewhere = windowOf(101, 200, { next: 'e:101', newer: 'e:200' });
  assert.deepEqual(markAt(elsewhere, 59, { count: 150, id: 'id-150' }, 300), { id: 'id-160', at: 'e:160', count: 160 });
  assert.equal(markAt(elsewhere, 59, { count: 10, id: 'id-10' }, 300), null);
});
