import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mentionsMe } from '../../main/webapp/js/mentions.js';

test('a name after an @ is a mention, in upper or lower case', () => {
  for (const text of ['@Ada', 'Hi @ada!', '(@ADA)', '**@Ada**', 'a\n@Ada: look', '@Ada, @Ben', "@Ada's idea"]) {
    assert.ok(mentionsMe(text, 'Ada'), text);
  }
});

test('it is the whole word', () => {
  for (const text of ['Ada', '@ Ada', '@Adam', '@Ada2', '@ada_l', 'mail@ada.org', '@Adá', '@Ada\u0301']) {
    assert.ok(!mentionsMe(text, 'Ada'), text);
  }
});

test('a name may have blanks, signs and any letters', () => {
  assert.ok(mentionsMe('ask @grace  hopper', ' Grace Hopper '));
  assert.ok(!mentionsMe('ask @grace', 'Grace Hopper'));
  assert.ok(mentionsMe('@a.b (c)* knows', 'A.B (c)*'));
  assert.ok(!mentionsMe('@axb', 'a.b'));
  assert.ok(mentionsMe('@ÅSA', 'A\u030asa'));
  assert.ok(mentionsMe('@李雷 在吗', '李雷'));
});

test('nobody is mentioned while the name is empty', () => {
  assert.ok(!mentionsMe('@', ''));
  assert.ok(!mentionsMe('@ everybody', '  '));
});
