import assert from 'node:assert/strict';
import { test } from 'node:test';
import { message, page } from './globals.js';

const { ChannelLog, KEPT } = await import('../../main/webapp/js/channel-log.js');

const ids = (log) => log.messages.map(({ id }) => Number(id.slice(3)));
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

test('a live window takes what the stream brings, once and in the order of the numbers', () => {
  const log = new ChannelLog('general');
  log.begin(page(3, 5, { next: 'e:3' }));
  for (const n of [7, 6, 6, 5]) log.receive(message(n));
  assert.deepEqual(ids(log), [3, 4, 5, 6, 7]);
  assert.equal(log.live, true);
  assert.deepEqual(log.older, { state: 'some', cursor: 'e:3' });
});

test('what came over the stream before the first page belongs to a live window, and to no other', () => {
  const live = new ChannelLog('general');
  live.receive(message(9));
  live.begin(page(6, 8));
  assert.deepEqual(ids(live), [6, 7, 8, 9]);
  const elsewhere = new ChannelLog('general');
  elsewhere.receive(message(9));
  elsewhere.begin(page(1, 3, { newer: 'e:3' }));
  elsewhere.receive(message(10));
  assert.deepEqual(ids(elsewhere), [1, 2, 3]);
});

test('a window that reaches the newest message misses nothing that arrived while its last page was on the way', () => {
  const log = new ChannelLog('general');
  log.begin(page(1, 3, { newer: 'e:3' }));
  log.receive(message(5));
  log.newer = { state: 'loading', cursor: 'e:3' };
  log.receive(message(6));
  log.receive(message(7));
  log.change('id-7', 8, (old) => ({ ...old, content: 'changed' }));
  log.addNewer(page(4, 6));
  assert.deepEqual(ids(log), range(1, 7));
  assert.equal(log.find('id-7').content, 'changed');
  assert.equal(log.live, true);
});

test('whoever follows the newest messages loses the oldest ones, in one step for many', () => {
  const log = new ChannelLog('general');
  log.begin(page(1, KEPT));
  for (let n = KEPT + 1; n < KEPT + 50; n++) log.receive(message(n));
  log.trim(undefined);
  assert.equal(log.messages.length, KEPT + 49);
  log.receive(message(KEPT + 50));
  log.trim(undefined);
  assert.deepEqual(ids(log), range(51, KEPT + 50));
  assert.deepEqual(log.older, { state: 'some', cursor: 'e:51' });
  assert.equal(log.live, true);
});

test('whoever reads old messages keeps them, and the newest ones go', () => {
  const log = new ChannelLog('general');
  log.begin(page(1, 2 * KEPT + 50));
  log.trim('id-20');
  assert.deepEqual(ids(log), range(1, 2 * KEPT));
  assert.deepEqual(log.newer, { state: 'some', cursor: `e:${2 * KEPT}` });
  assert.equal(log.live, false);
});

test('whoever reads near the newest messages keeps those', () => {
  const log = new ChannelLog('general');
  log.begin(page(1, 2 * KEPT + 50));
  log.trim(`id-${2 * KEPT}`);
  assert.deepEqual(ids(log), range(51, 2 * KEPT + 50));
  assert.equal(log.live, true);
});

test('a message that has changed keeps its place', () => {
  const log = new ChannelLog('general');
  for (const n of [1, 2, 3]) log.receive(message(n));
  log.change('id-2', 9, (old) => ({ ...old, content: 'edited', position: 'e:9' }));
  log.change('id-unknown', 10, () => assert.fail());
  assert.deepEqual(log.messages[1], message(2, { content: 'edited' }));
  assert.equal(log.indexOf('id-2'), 1);
});

test('an event changes nothing that was read after it', () => {
  const log = new ChannelLog('general');
  log.begin({ ...page(1, 3), position: 'e:7' });
  log.change('id-2', 7, () => assert.fail());
  log.change('id-2', 8, (old) => ({ ...old, content: 'edited' }));
  log.add(message(2, { content: 'read before' }), 6);
  assert.equal(log.find('id-2').content, 'edited');
  log.add(message(2, { content: 'read afterwards' }), 9);
  assert.equal(log.find('id-2').content, 'read afterwards');
});

test('what comes from the archive is before everything else, in its own order', () => {
  const archived = (place) => ({ ...message(1), id: `old-${place}`, position: `archive:${place}` });
  const pageOf = (places, edges) => ({ messages: places.map(archived), position: 'e:9', ...edges });
  const log = new ChannelLog('general');
  log.begin(page(3, 5, { next: 'archive:0b8f9a52-7d0e-4c6e-9d1a-5f2f3c1f7a10' }));
  assert.equal(log.addOlder(pageOf([220_000_000_000_090, 220_000_000_000_080], { next: 'archive:220000000000080' })), true);
  log.addOlder(pageOf([220_000_000_000_070]));
  assert.deepEqual(log.messages.map(({ position }) => position), [
    'archive:220000000000070', 'archive:220000000000080', 'archive:220000000000090', 'e:3', 'e:4', 'e:5',
  ]);
  assert.deepEqual(log.older, { state: 'none' });
  assert.equal(log.firstBehind('e:4'), 5);
  assert.equal(log.firstBehind('archive:220000000000080'), undefined);
});
