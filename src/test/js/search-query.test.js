import assert from 'node:assert/strict';
import { test } from 'node:test';
import './globals.js';

const { asPrefix, parseSearch, without } = await import('../../main/webapp/js/search-query.js');

test('filters are told from words', () => {
  const { q, filters, parameters } = parseSearch('in:#Dev cats from:"Ada Lovelace" "a phrase" -dogs has:link');
  assert.equal(q, 'cats "a phrase" -dogs');
  assert.deepEqual(parameters, { channel: 'dev', author: 'Ada Lovelace', has: 'link' });
  assert.deepEqual(filters.map(({ name }) => name), ['in', 'from', 'has']);
});

test('days are those of the reader', () => {
  const { parameters } = parseSearch('after:2026-01-31 before:2026-03-01');
  assert.equal(parameters.from, new Date(2026, 1, 1).toISOString());
  assert.equal(parameters.to, new Date(2026, 2, 1).toISOString());
});

test('what is no filter is searched for', () => {
  for (const text of ['after:lunch', 'has:fun', 'http://x', 'plugin:x', 'in:']) {
    assert.deepEqual(parseSearch(text), { q: text, filters: [], parameters: {} });
  }
});

test('a filter is taken out', () => {
  const text = 'cats in:dev  now';
  assert.equal(without(text, parseSearch(text).filters[0]), 'cats now');
});

test('the last word may go on', () => {
  assert.equal(asPrefix('the ca'), 'the ca*');
  for (const whole of ['the "ca"', 'c', 'ca*', 'ca.', '']) assert.equal(asPrefix(whole), whole);
});
