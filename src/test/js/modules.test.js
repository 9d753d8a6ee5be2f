import assert from 'node:assert/strict';
import { test } from 'node:test';
import './browser.js';
import { Backoff } from '../../main/webapp/js/board-client.js';
import { formatPosition, isBehind, parsePosition } from '../../main/webapp/js/position.js';
import { codePoints, hueOf, initials, plural } from '../../main/webapp/js/text.js';
import { dayKey, dayName, relativeTime } from '../../main/webapp/js/time.js';
import { randomUuid } from '../../main/webapp/js/uuid.js';

test('a position is an epoch and a number', () => {
  assert.deepEqual(parsePosition('a:b:7'), { epoch: 'a:b', n: 7 });
  assert.equal(formatPosition({ epoch: 'a:b', n: 7 }), 'a:b:7');
  for (const text of [null, undefined, '', '7', 'a:b', 'a:1.5']) assert.equal(parsePosition(text), null);
});

test('positions are compared within one epoch only', () => {
  const at = (/** @type {string} */ text) => parsePosition(text);
  assert.equal(isBehind(at('a:1'), at('a:2')), true);
  assert.equal(isBehind(at('a:2'), at('a:2')), false);
  assert.equal(isBehind(at('a:9'), at('b:2')), true);
  assert.equal(isBehind(null, at('a:1')), true);
  assert.equal(isBehind(at('a:1'), null), false);
});

test('pauses double up to the longest, by chance shorter by up to a half', () => {
  const backoff = new Backoff(100, 1_000);
  for (const longest of [100, 200, 400, 800, 1_000, 1_000]) {
    const pause = backoff.next();
    assert.ok(pause >= longest / 2 && pause <= longest, `${pause} of ${longest}`);
  }
  backoff.reset();
  assert.ok(backoff.next() <= 100);
});

test('characters are counted as the board counts them', () => assert.equal(codePoints('a🐢é'), 3));

test('initials are those of the first and the last word', () => {
  assert.equal(initials('ada king lovelace'), 'AL');
  assert.equal(initials(' ada '), 'A');
  assert.equal(initials('👩‍👩‍👧‍👦 ö'), '👩‍👩‍👧‍👦Ö');
  assert.equal(initials(' . '), '?');
});

test('an author has one hue', () => {
  assert.equal(hueOf('Ada'), hueOf(' ada '));
  assert.notEqual(hueOf('Ada'), hueOf('Ben'));
  assert.ok(hueOf('Ada') >= 0 && hueOf('Ada') < 360);
});

test('one message, 1,000 messages', () => {
  assert.equal(plural(1, 'message'), '1 message');
  assert.equal(plural(1_000, 'message'), '1,000 messages');
});

test('times are relative for a day', () => {
  const now = new Date(2026, 5, 15, 12, 0);
  const before = (/** @type {number} */ ms) => relativeTime(new Date(now.getTime() - ms), now.getTime());
  assert.equal(before(59_000), 'just now');
  assert.equal(before(60_000), '1 min ago');
  assert.equal(before(2 * 3_600_000), '2 h ago');
  assert.equal(before(25 * 3_600_000), '11:00');
});

test('days have names', () => {
  const now = new Date(2026, 5, 15, 0, 1);
  assert.equal(dayName(new Date(2026, 5, 15), now), 'Today');
  assert.equal(dayName(new Date(2026, 5, 14, 23, 59), now), 'Yesterday');
  assert.match(dayName(new Date(2026, 5, 1), now), /Monday/);
  assert.match(dayName(new Date(2025, 11, 31), now), /2025/);
  assert.equal(dayKey(new Date(2026, 5, 15, 23)), '2026-6-15');
});

test('a UUID is random, with or without a secure context', () => {
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(randomUuid(), pattern);
  const { randomUUID } = crypto;
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  assert.match(randomUuid(), pattern);
  assert.notEqual(randomUuid(), randomUuid());
  Object.defineProperty(crypto, 'randomUUID', { value: randomUUID, configurable: true });
});
