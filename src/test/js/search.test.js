import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matching } from '../../main/webapp/js/search.js';

test('the better a name matches, the earlier it comes', () => {
  const names = ['my-api', 'rapid', 'api-docs', 'a-pile-i', 'api', 'random'];
  assert.deepEqual(matching(names, 'API '), ['api', 'api-docs', 'my-api', 'rapid', 'a-pile-i']);
});

test('names that match equally well keep their order, and an empty query matches all', () => {
  assert.deepEqual(matching(['b1', 'a1', 'c'], '1'), ['b1', 'a1']);
  assert.deepEqual(matching(['b', 'a'], '  '), ['b', 'a']);
  assert.deepEqual(matching(['b', 'a'], 'x'), []);
});

test('names of people have capitals and blanks', () => {
  assert.deepEqual(matching(['Grace Hopper', 'Ada Lovelace'], 'lo'), ['Ada Lovelace']);
  assert.deepEqual(matching(['Hal', 'Ada Lovelace'], 'al'), ['Hal', 'Ada Lovelace']);
});
