// @ts-check

const LINK = /https?:\/\/[^\s<>"]+/giu;
const TRAILING = /[.,;:!?'*_~\])}»”’]+$/u;

/** The board's limits count Unicode code points; `length` counts an emoji at least twice. @param {string} text */
export const codePoints = (text) => [...text].length;

/** A message as it is sent: without blank lines at its beginning and blanks at its end. @param {string} text */
export const trimmed = (text) => text.replace(/^(\s*\n)+|\s+$/g, '');

/**
 * Writes text into an element and turns web addresses into links. It builds nodes and never parses HTML.
 * @param {Element} element
 * @param {string} text
 */
export function setLinkedText(element, text) {
  const nodes = [];
  let done = 0;
  for (const { index, address } of webAddresses(text)) {
    nodes.push(text.slice(done, index), link(address));
    done = index + address.length;
  }
  element.replaceChildren(...nodes.filter((node) => node !== ''), text.slice(done));
}

/** The addresses in a text, without the punctuation after them. @param {string} text */
export function* webAddresses(text) {
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const address = withoutPunctuation(found);
    if (isWebAddress(address)) yield { index, address };
  }
}

/**
 * A full stop ends the sentence, not the address; a closing bracket belongs to the address if it was opened there.
 * @param {string} found
 */
function withoutPunctuation(found) {
  const trimmed = found.replace(TRAILING, '');
  const closes = found[trimmed.length] === ')' && trimmed.split('(').length > trimmed.split(')').length;
  return closes ? `${trimmed})` : trimmed;
}

/** @param {string} address */
export function isWebAddress(address) {
  try {
    return ['http:', 'https:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** A link that opens a new tab. @param {string} address */
export function link(address) {
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.textContent = address;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer nofollow';
  return anchor;
}

/** One or two letters for an avatar. @param {string} author */
export function initials(author) {
  const words = author.trim().split(/[\s._-]+/u).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => firstCharacter(word).toLocaleUpperCase()).join('') || '?';
}

/** The first grapheme, which may be a whole flag or family emoji. @param {string} word */
function firstCharacter(word) {
  if (!Intl.Segmenter) return [...word][0];
  return [...new Intl.Segmenter().segment(word)][0].segment;
}

/** The author's hue, the same on every page. @param {string} author @returns {number} degrees */
export function hueOf(author) {
  let hash = 2166136261;
  for (const character of author.trim().toLowerCase()) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  }
  // The golden angle spreads neighbouring hashes over the whole circle.
  return Math.round(((hash >>> 0) % 360) * 137.508) % 360;
}

const numbers = new Intl.NumberFormat('en');

/** @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${numbers.format(count)} ${count === 1 ? one : many}`;
