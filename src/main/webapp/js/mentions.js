// @ts-check

/**
 * Whether a text has an `@` before this name: upper or lower case, and nothing that would make either of them longer.
 * @param {string} content
 * @param {string} author my own name
 */
export function mentionsMe(content, author) {
  const words = author.normalize('NFC').trim().split(/\s+/u).map(escaped);
  if (!words[0]) return false;
  const name = new RegExp(`(^|[^\\p{L}\\p{N}_])@${words.join('\\s+')}(?![\\p{L}\\p{M}\\p{N}_])`, 'iu');
  return name.test(content.normalize('NFC'));
}

/** @param {string} text for a regular expression */
const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
