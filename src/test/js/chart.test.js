import assert from 'node:assert/strict';
import { test } from 'node:test';
import './browser.js';
import { labelled, niceMax, niceSeconds } from '../../main/webapp/js/chart.js';

test('an axis ends at a round number that is not below the highest value, with a whole number in its middle', () => {
  for (let max = 0; max < 3_000; max++) {
    const end = niceMax(max);
    assert.ok(end >= max && end % 2 === 0, `${end} for ${max}`);
    assert.ok(end <= Math.max(2, 2 * max), `${end} for ${max}`);
  }
  assert.deepEqual([0, 3, 11, 27, 41, 100].map(niceMax), [2, 4, 20, 40, 60, 100]);
});

test('an axis of seconds ends at whole minutes, hours or days', () => {
  assert.deepEqual([5, 41, 61, 400, 5_000, 90_000].map(niceSeconds), [6, 60, 120, 600, 7_200, 172_800]);
});

test('there is room between labels, and the newest time has one', () => {
  const minutes = Array(60).fill('1:40 PM');
  assert.deepEqual(labelled(minutes.slice(0, 3), 1_000), [0, 1, 2]);
  const few = labelled(minutes, 420);
  assert.equal(few[few.length - 1], 59);
  assert.ok(few.length <= 5, `${few}`);
  assert.deepEqual(labelled([], 420), []);
  const fewer = labelled([...Array(36).fill('Nov 28, 10:00 PM'), ...Array(24).fill('1:40 PM')], 420);
  assert.equal(fewer[fewer.length - 1], 59);
  assert.ok((fewer[1] - fewer[0]) * (420 / 60) > 'Nov 28, 10:00 PM'.length * 6.4, `${fewer}`);
});
