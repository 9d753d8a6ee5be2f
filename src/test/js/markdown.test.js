// All tests of the page's modules need only Node:  node --test src/test/js/*.test.js
// The tests of one file, or some of them:          node --test --test-name-pattern=link src/test/js/markdown.test.js
// ./mvnw test runs them all in PageScriptsTest. browser.js stands in for a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { container } from './browser.js';
import { isUnparsed, loadParser, onParser, setMarkdown } from '../../main/webapp/js/markdown.js';

const early = container();
let parsers = 0;

test('until the parser is there, a text is shown as it was written', async () => {
  const plain = container();
  onParser(() => parsers++);
  setMarkdown(early, '*a* https://b.org');
  setMarkdown(plain, 'a');
  assert.equal(early.markup, '*a* <a>https://b.org</a>');
  assert.equal(isUnparsed(early), false);
  await loadParser();
  await loadParser();
  assert.deepEqual([parsers, isUnparsed(early), isUnparsed(plain)], [1, true, false]);
  setMarkdown(early, '*a* https://b.org');
  assert.equal(early.markup, '<em>a</em> <a>https://b.org</a>');
  assert.equal(isUnparsed(early), false);
});

function rendered(text) {
  const element = container();
  setMarkdown(element, text);
  return element;
}

/** @param {Record<string, string>} expected markup by text */
function rendersAs(expected) {
  for (const [text, markup] of Object.entries(expected)) assert.equal(rendered(text).markup, markup, text);
}

function staysText(...texts) {
  for (const text of texts) assert.deepEqual(rendered(text).childNodes.join(''), text);
}

/** The links as [text, address]. */
const links = (text) => rendered(text).all('a').map((a) => [a.textContent, a.href]);

test('code', () =>
  rendersAs({
    'run `mvnw verify` first': 'run <code>mvnw verify</code> first',
    '``a ` b``': '<code>a ` b</code>',
    '`` ` ``': '<code>`</code>',
    '`**not** <b>`': '<code>**not** <b></code>',
    '`two\nlines`': '<code>two\nlines</code>',
    '`C:\\*`': '<code>C:\\*</code>',
  }));

test('fenced blocks', () =>
  rendersAs({
    '```\na\n\n  *b*\n```': '<pre><code>a\n\n  *b*</code></pre>',
    'before\n```js\nlet a;\n```\nafter': 'before\n<pre><code>let a;</code></pre>after',
    'before\n\n~~~\n```\n~~~\n\nafter': 'before\n\n<pre><code>```</code></pre>\nafter',
    '````\n```\n````': '<pre><code>```</code></pre>',
    '```a b\nc\n```': '<code>a b\nc\n</code>',
    '- item\n  ```\n  code\n  ```\n- next': '<ul><li>item\n<pre><code>code</code></pre></li><li>next</li></ul>',
  }));

test('a block of code has a name, the focus and its language', () => {
  const [pre] = rendered('```c++ \n1\n```').all('pre');
  assert.deepEqual(pre.attributes, { role: 'group', 'aria-label': 'Code' });
  assert.equal(pre.tabIndex, 0);
  assert.equal(pre.dataset.language, 'c++');
});

test('emphasis', () =>
  rendersAs({
    '*a* _b_ **c** __d__ ~~e~~': '<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <del>e</del>',
    '***a***': '<em><strong>a</strong></em>',
    '**a *b* ~~`c`~~**': '<strong>a <em>b</em> <del><code>c</code></del></strong>',
    '**two\nlines**': '<strong>two\nlines</strong>',
    '  *a*  ': '  <em>a</em>  ',
    '\n\n*a*\n\n\n*b*\n': '\n\n<em>a</em>\n\n\n<em>b</em>\n',
    'a  \nb\\\n*c*': 'a  \nb\\\n<em>c</em>',
  }));

test('lists', () =>
  rendersAs({
    'Buy:\n- a\n- *b*\nand go': 'Buy:\n<ul><li>a</li><li><em>b</em></li></ul>and go',
    '* a\n\n* b\n\n\nend': '<ul><li>a\n</li><li>b</li></ul>\n\nend',
    '1. a\n2. b\n   - c\n   - d': '<ol><li>a</li><li>b\n<ul><li>c</li><li>d</li></ul></li></ol>',
    '- a\n  more': '<ul><li>a\nmore</li></ul>',
    '- [ ] task\n- [x] done': '<ul><li>[ ] task</li><li>[x] done</li></ul>',
  }));

test('a numbered list keeps its numbers', () => {
  assert.equal(rendered('3) c\n4) d').all('ol')[0].attributes.start, '3');
  assert.deepEqual(rendered('1. a').all('ol')[0].attributes, {});
});

test('quotes', () =>
  rendersAs({
    '> a\n> *b*\nreply': '<blockquote>a\n<em>b</em>\n</blockquote>reply',
    '>a\n> > b': '<blockquote>a\n<blockquote>b</blockquote></blockquote>',
    'He said\n> - x\n\nyes': 'He said\n<blockquote><ul><li>x</li></ul></blockquote>\nyes',
    '> ```\n> code\n> ```': '<blockquote><pre><code>code</code></pre></blockquote>',
  }));

test('what is not closed stays text', () =>
  staysText(
    '**a', '*a', 'a**', '~~a', '`a', '``a`', '```\na *b\nc', '```\na\n``', '[a', '[a](https:', '*', '**', '> ', '- ',
  ));

test('what means something else stays text', () =>
  staysText(
    '5 * 3 * 2', '5*3*2', '2 ~ 3', '~5 or ~6', '~a~', 'snake_case_name', '¯\\_(ツ)_/¯', '>:( and >_<', '>= 5',
    '* * *', '-', '1.', '-5', '+1', '***', '____', '```\n```', '` `', '\\*a\\*', 'C:\\*\\_', '- \n-', '>\n>',
  ));

test('Markdown that is not supported stays text', () =>
  staysText(
    '# heading_', '  heading_\n===', '  heading_\n---', '---', '___', '| a_ | b |\n|---|---|\n| c | d |', '    indented_',
    '<b>bold_</b> <!-- _ --> &amp;_ &#42;', '<div>\n_\n</div>', '[a]: /b\n[a] [a][a] [a][]', '![alt](x.png)', 'a_\\\nb',
    '<javascript:_>', '[a](javascript:alert(1))', '[a](data:text/html,x)', '[a](//b)', '[a](/b)', '[a](ftp://b)', '[a]()',
    '[a](mailto:a@b)', 'www.example.org_', 'ada@example.org_',
  ));

test('in Markdown that is not supported the rest is rendered', () =>
  rendersAs({
    '# *a*\n*b*\n---': '# <em>a</em>\n<em>b</em>\n---',
    '<b>\n*a*\n</b>': '<b>\n<em>a</em>\n</b>',
    '<a b> https://c.org_': '<a b> <a>https://c.org</a>_',
    '<https://a.org> _': '<<a>https://a.org</a>> _',
    '[a]: https://b.org\n*c*': '[a]: <a>https://b.org</a>\n<em>c</em>',
    '| _ | https://b.org |\n| - | - |': '| _ | <a>https://b.org</a> |\n| - | - |',
    '    *a*': '    <em>a</em>',
  }));

test('images are shown as their source, their address as any other', () =>
  rendersAs({ '![a *b*](https://c.org/d.png)': '![a *b*](<a>https://c.org/d.png</a>)' }));

test('links', () => {
  assert.deepEqual(links('[a](https://b.org/c_(d)?e=1*2*3#f)'), [['a', 'https://b.org/c_(d)?e=1*2*3#f']]);
  assert.deepEqual(links('[a `b`](HTTP://c) [d](https://e)'), [['a b', 'HTTP://c'], ['d', 'https://e']]);
  assert.deepEqual(links('[a](https://b "title")'), [['https://b', 'https://b']]);
  assert.deepEqual(links('[a](https://[)'), []);
  const [link] = rendered('[a](https://b.org)').all('a');
  assert.equal(link.title, 'https://b.org');
  assert.equal(link.target, '_blank');
  assert.equal(link.rel, 'noopener noreferrer nofollow');
});

test('a link shows no address of another host', () => {
  const same = '[see https://bank.org/login](https://bank.org)';
  assert.deepEqual(links(same), [['see https://bank.org/login', 'https://bank.org']]);
  for (const [text, address] of links('[https://bank.org/](https://evil.org)')) assert.equal(text, address);
});

test('bare addresses are links with or without Markdown around them', () => {
  const text = 'See https://example.org/a_(b)?q=1&r=2#c. Or (http://localhost:1/x), not ftp://example.org https://';
  const expected = ['https://example.org/a_(b)?q=1&r=2#c', 'http://localhost:1/x'].map((address) => [address, address]);
  assert.deepEqual(links(text), expected);
  assert.deepEqual(links(`*so* ${text}`), expected);
  assert.deepEqual(links('**https://a.org/x_y_z** HTTPS://B.org/*c'), [
    ['https://a.org/x_y_z', 'https://a.org/x_y_z'],
    ['HTTPS://B.org/*c', 'HTTPS://B.org/*c'],
  ]);
  rendersAs({ '*a https://b.org/c*d e*': '<em>a <a>https://b.org/c*d</a> e</em>' });
});

test('a plain text is one text, exactly as written', () => {
  const texts = ['  two\n\n\tlines ', 'first\r\nsecond', '', 'a\u2028b \uFEFF', '<img src=x>', 'a - b + c 1. d > e'];
  for (const text of texts) {
    assert.deepEqual(rendered(text).childNodes, [text]);
  }
});

test('nesting has an end', () => {
  assert.equal(rendered(`${'> '.repeat(500)}a`).all('blockquote').length, 6);
  assert.equal(rendered(`${'- '.repeat(500)}a`).all('ul').length, 6);
  assert.ok(rendered('*a _b '.repeat(200) + '_ *'.repeat(200)).all('em').length <= 100);
});

/** Pseudo-random numbers below n, the same in each run. */
function* numbers(n, seed = 7) {
  for (;;) yield ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 8) % n;
}

const PIECES = [
  '*', '**', '_', '~~', '`', '```', '\n', '\n\n', '> ', '- ', '1. ', '  ', '    ', '[', '](https://a.org)', '!', '(',
  ')', 'https://b.org/', '<b>', '&amp;', '\\', '# ', '---', '|', ' ', 'a', 'b c', '5', '.', '\t', '😀', '"',
];

/** The characters that are no delimiters, and not in the address of a named link. */
const letters = (text) => [...text.replace(/https:\/\/a\.org|[^abc😀|#"&\\<]/gu, '')].sort().join('');

test('no text is lost, whatever it is', () => {
  const random = numbers(PIECES.length);
  for (let n = 0; n < 5_000; n++) {
    const text = Array.from({ length: 3 + (n % 30) }, () => PIECES[random.next().value]).join('');
    const element = rendered(text);
    const languages = element.all('pre').map((pre) => pre.dataset.language ?? '');
    assert.equal(letters(element.textContent + languages.join('')), letters(text), JSON.stringify(text));
    if (element.childNodes.every((node) => typeof node === 'string')) assert.equal(element.textContent, text);
  }
});

test('hostile texts of 2,000 characters are rendered within milliseconds', () => {
  const more = ['*a', '_*a', '***a** ', '*a`', '[a](https://b', '- a\n\n', '\n> ', '> - ', '-\n', '[`', 'a@', '<!--'];
  const units = [...PIECES, ...more];
  for (const unit of units.flatMap((one) => [one, `> ${one}`])) {
    const text = unit.repeat(2_000).slice(0, 2_000);
    // Processor time, and the best of some runs, because the machine may be busy
    const times = Array.from({ length: 3 }, () => {
      const start = process.cpuUsage();
      rendered(text);
      return process.cpuUsage(start).user / 1_000;
    });
    assert.ok(Math.min(...times) < 50, `${JSON.stringify(unit)}: ${Math.min(...times)} ms`);
  }
});
