// @ts-check

/**
 * Whether a text has an `@` before this name: upper or lower case, and nothing that would make either of them longer.
 * @param {string} content
 * @param {string} author my own name
 */
export function mentionsMe(content, author) {
  const mention = mentionOf([author], 'iu');
  return Boolean(mention?.test(content.normalize('NFC')));
}

/**
 * Marks the names that a message mentions.
 * @param {HTMLElement} element that shows the message
 * @param {string[]} names
 * @param {string} me the reader's own
 */
export function markMentions(element, names, me) {
  const mention = mentionOf(names, 'giu');
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  while (mention && texts.nextNode()) {
    const text = /** @type {Text} */ (texts.currentNode);
    if (!text.parentElement?.closest('code, a') && text.data.includes('@')) found.push(text);
  }
  for (const text of found) text.replaceWith(...withMarks(text.data, /** @type {RegExp} */ (mention), me));
}

/** @param {string} text @param {RegExp} mention @param {string} me @returns {(string | Node)[]} */
function withMarks(text, mention, me) {
  const nodes = [];
  let done = 0;
  for (const { 0: whole, 1: before, index } of text.matchAll(mention)) {
    const start = index + before.length;
    const mark = document.createElement('span');
    mark.textContent = text.slice(start, index + whole.length);
    mark.className = mentionsMe(mark.textContent, me) ? 'mention mention-me' : 'mention';
    nodes.push(text.slice(done, start), mark);
    done = index + whole.length;
  }
  return [...nodes, text.slice(done)];
}

/** @param {string[]} names @param {string} flags @returns {RegExp | null} null if there is no name */
function mentionOf(names, flags) {
  const patterns = names.map((name) => name.normalize('NFC').trim().split(/\s+/u).map(escaped).join('\\s+')).filter(Boolean);
  if (patterns.length === 0) return null;
  return new RegExp(`(^|[^\\p{L}\\p{N}_])@(?:${patterns.join('|')})(?![\\p{L}\\p{M}\\p{N}_])`, flags);
}

/** @param {string} text for a regular expression */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
