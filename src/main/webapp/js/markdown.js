// @ts-check
import { setLinkedText } from './text.js';

const MARKUP = /[\x60*_~[]|^ {0,3}(?:>|[+-][ \t]|\d{1,9}[.)][ \t])/mu;

/** @type {typeof import('./markdown-parser.js').parse | undefined} */
let parse;
/** @type {Promise<void> | undefined} */
let loading;
/** @type {WeakSet<Element>} elements that show a text as it was written, for want of the parser */
const unparsed = new WeakSet();
/** @type {Set<() => void>} */
const listeners = new Set();

/**
 * Fills an element with a text in which some Markdown is rendered: code, emphasis, lists, quotes and links. Everything
 * else, HTML and images included, stays as it was written. It builds nodes and never parses HTML. The first text with
 * markup only begins to load the parser, and is shown as it was written.
 * @param {Element} element
 * @param {string} text
 */
export function setMarkdown(element, text) {
  const marked = MARKUP.test(text);
  if (marked && parse) {
    element.replaceChildren(...parse(text));
    unparsed.delete(element);
    return;
  }
  setLinkedText(element, text);
  if (!marked) return;
  unparsed.add(element);
  // After the next paint, so that messages are shown first
  requestAnimationFrame(() => setTimeout(() => loadParser().catch(() => undefined)));
}

/** Whether its Markdown can be rendered by now and has not been. @param {Element} element */
export const isUnparsed = (element) => parse !== undefined && unparsed.has(element);

/** @param {() => void} listener called when the parser is loaded */
export function onParser(listener) {
  listeners.add(listener);
}

/** After a failure the next text with markup tries again. */
export function loadParser() {
  loading ??= import('./markdown-parser.js').then((parser) => {
    parse = parser.parse;
    for (const listener of listeners) listener();
  });
  loading.catch(() => (loading = undefined));
  return loading;
}
