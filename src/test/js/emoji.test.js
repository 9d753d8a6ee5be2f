import assert from 'node:assert/strict';
import { test } from 'node:test';
import { categories, replaceShortcodes, searchEmoji } from '../../main/webapp/js/emoji.js';

const all = categories.flatMap(({ emoji }) => emoji);
const found = (query, limit = 5) => searchEmoji(query, limit).map(({ name }) => name);

test('each emoji is one character on the screen, and each name means one emoji', () => {
  const segmenter = new Intl.Segmenter();
  const names = all.flatMap((one) => one.names);
  assert.ok(all.length >= 300 && all.length <= 450, String(all.length));
  assert.deepEqual(names.filter((name, n) => names.indexOf(name) !== n), []);
  assert.equal(new Set(all.map(({ emoji }) => emoji)).size, all.length);
  for (const { emoji, names } of all) {
    assert.equal([...segmenter.segment(emoji)].length, 1, emoji);
    assert.match(emoji, /^\p{Extended_Pictographic}/u);
    assert.ok(names.length > 0, emoji);
    for (const name of names) assert.match(name, /^[a-z0-9_+-]+$/);
  }
});

test('names between colons become emoji', () => {
  assert.equal(replaceShortcodes('Done :tada::rocket: (:+1:)'), 'Done 🎉🚀 (👍)');
  for (const { emoji, names } of all) for (const name of names) assert.equal(replaceShortcodes(`:${name}:`), emoji);
});

test('everything else stays', () => {
  const texts = [':nobody:', '12:100:7', ':tada', ': tada :', ':TADA:', '::', 'std::x::y', 'https://a.org/:tada:'];
  for (const text of texts) {
    assert.equal(replaceShortcodes(text), text);
  }
});

test('code stays', () => {
  assert.equal(replaceShortcodes('`:tada:` :tada: ``a ` :x:``'), '`:tada:` 🎉 ``a ` :x:``');
  assert.equal(replaceShortcodes('```\n:tada:\n```\n:tada:'), '```\n:tada:\n```\n🎉');
  assert.equal(replaceShortcodes('~~~\n:tada:\n~~~\n:tada:'), '~~~\n:tada:\n~~~\n🎉');
  assert.equal(replaceShortcodes('` :tada: ``'), '` 🎉 ``');
});

test('a search finds the best match first, and no more than asked for', () => {
  assert.deepEqual(found('heart', 3), ['heart', 'heart_eyes', 'heart_hands']);
  assert.equal(found(':thumbs')[0], 'thumbsup');
  assert.deepEqual(found('popper'), ['tada']);
  assert.equal(found('Birthday cake')[0], 'birthday');
  assert.deepEqual(found('zzzz'), []);
  assert.equal(found('', 8).length, 8);
  assert.equal(found('e', 1000).length > 100, true);
});

test('hostile texts are read within milliseconds', () => {
  for (const unit of ['`', ':', '`a', ':a', '~~~\n', '``a`', 'https://']) {
    const start = process.cpuUsage();
    replaceShortcodes(unit.repeat(2_000).slice(0, 2_000));
    assert.ok(process.cpuUsage(start).user < 100_000, unit);
  }
});
